using System.Globalization;

namespace Kapture;

/// <summary>
/// Text of others inside a sentence of ours. A name from a file, or the service's own words, may hold line breaks and escape
/// sequences: they would forge lines of a log, or command the terminal that shows it.
/// </summary>
internal static class PlainText
{
    private const char Replaced = '\uFFFD';

    /// <summary>The text on one line, with nothing in it that a terminal obeys; itself where that is so already.</summary>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text[i]))
                return Mend(text);
        }

        return text;
    }

    /// <summary>What can be printed of a name that strangers chose: without controls, marks of direction and letters beyond the basic plane.</summary>
    public static string Printable(string name) =>
        string.Concat(name.Where(static c => !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format));

    private static string Mend(string text)
    {
        var mended = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                continue;
            mended.Append(!IsUnsafe(c) ? c : c is '\r' or '\n' or '\t' or '\u0085' or '\u2028' or '\u2029' ? ' ' : Replaced);
        }

        return mended.ToString();
    }

    // Beside the controls: line and paragraph separators, and what turns the direction of the text that follows. The marks that
    // Indic, Arabic and Hebrew names need stay.
    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
