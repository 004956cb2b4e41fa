namespace Kapture;

/// <summary>Which text can be sent at all. Anything else is the caller's business and goes out as it is.</summary>
internal static class TextRules
{
    private static readonly HashSet<string> _spreadsheetErrors = new(StringComparer.OrdinalIgnoreCase)
    {
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA",
    };

    /// <summary>Refuses what a spreadsheet writes for a broken formula, and text that is not valid Unicode.</summary>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static string Check(string field, string value)
    {
        if (value.Length > 1 && value[0] == '#' && _spreadsheetErrors.Contains(value.Trim()))
            throw KaptureException.Invalid(field, value, $"is '{value}', a spreadsheet's error value; mend the cell and export again.");
        if (HasLoneSurrogate(value))
            throw KaptureException.Invalid(field, value, "is not valid Unicode text (half of a surrogate pair); save the file as UTF-8 and try again.");
        return value;
    }

    /// <summary>Refuses in addition a number that a spreadsheet has rounded (9.38E+09).</summary>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static string CheckPhone(string field, string value)
    {
        if (IsScientific(value.AsSpan().Trim()))
            throw KaptureException.Invalid(field, value, $"is '{value}': a spreadsheet has rounded the number; format the column as text and export again.");
        return Check(field, value);
    }

    private static bool IsScientific(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOfAny('e', 'E');
        if (exponent < 1 || exponent == text.Length - 1)
            return false;
        foreach (var c in text.Slice(0, exponent))
        {
            if (c is not ((>= '0' and <= '9') or '.' or ',' or '-'))
                return false;
        }

        foreach (var c in text.Slice(exponent + 1))
        {
            if (c is not ((>= '0' and <= '9') or '+' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>Whether a text holds half of a surrogate pair.</summary>
    public static bool HasLoneSurrogate(string text)
    {
#if NET
        // Nearly no text has any surrogate, and the framework sees that at a glance.
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return false;
#endif
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
