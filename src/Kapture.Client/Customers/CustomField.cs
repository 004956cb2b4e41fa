using System.Collections;

namespace Kapture;

/// <summary>The tenant's own fields: names and values that nobody documented.</summary>
internal static class CustomField
{
    // Less than a body may nest, for what the fields stand in.
    private const int MaximumDepth = KaptureRequest.MaximumDepth - 4;
    private const int MostValues = 100_000;

    /// <exception cref="KaptureException">InvalidValue: the value is no dictionary.</exception>
    public static void CopyTo(IDictionary<string, object?> target, string field, object? value)
    {
        switch (value)
        {
            case null:
                return;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                    target[FieldReader.ToText(entry.Key)!] = entry.Value;
                return;
            default:
                throw KaptureException.Invalid(field, value, $"is '{value}'; it takes a dictionary of names and values.");
        }
    }

    /// <exception cref="KaptureException">InvalidValue: a name is blank, a text cannot be sent, or a value nests too deep or holds itself.</exception>
    public static void Check(string field, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var left = MostValues;
        foreach (var pair in fields)
        {
            if (string.IsNullOrWhiteSpace(pair.Key))
                throw KaptureException.Invalid(field, pair.Key, "has an entry without a name.");
            var name = $"{field} {pair.Key}";
            TextRules.Check(name, pair.Key);
            CheckValue(name, pair.Value, 0, ref left);
        }
    }

    private static void CheckValue(string field, object? value, int depth, ref int left)
    {
        if (depth > MaximumDepth || --left < 0)
            throw KaptureException.Invalid(field, null, $"nests deeper than {MaximumDepth} levels, has more than {MostValues} values, or holds itself. Send the properties of it that are meant.");
        switch (value)
        {
            case null:
                break;
            case string text:
                TextRules.Check(field, text);
                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    TextRules.Check(field, FieldReader.ToText(entry.Key)!);
                    CheckValue(field, entry.Value, depth + 1, ref left);
                }

                break;
            case IEnumerable items:
                foreach (var item in items)
                    CheckValue(field, item, depth + 1, ref left);
                break;
            default:
                // A single letter, a path, a version: whatever goes out as text is checked as text.
                TextRules.Check(field, FieldReader.ToText(value) ?? string.Empty);
                break;
        }
    }
}
