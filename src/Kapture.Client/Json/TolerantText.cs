using System.Text;
using System.Text.Json;

namespace Kapture;

/// <summary>
/// Texts as the service writes them, valid Unicode or not: bytes of another charset, half of a pair behind an escape. One such
/// text must not make the page unreadable that it stands in.
/// </summary>
internal static class TolerantText
{
    public const char Replacement = '\uFFFD';

    /// <summary>The text or the name that the reader stands on, with U+FFFD in place of what is not Unicode.</summary>
    public static string Read(ref Utf8JsonReader reader) => TryRead(ref reader, out var text) ? text : Mend(ref reader);

    /// <summary>The text or the name that the reader stands on; <see langword="false"/> where it is not Unicode.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = string.Empty;
            return false;
        }
    }

    private static string Mend(ref Utf8JsonReader reader)
    {
        var written = Text.FromUtf8(reader.ValueSpan);
        var text = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            if (!reader.ValueIsEscaped || written[i] != '\\')
                text.Append(written[i]);
            else if (written[++i] == 'u')
                text.Append(Unit(written, (i += 4) - 3));
            else
                text.Append(Unescape(written[i]));
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                text[i] = Replacement;
        }

        return text.ToString();
    }

    // The reader has seen to it that there are four digits.
    private static char Unit(string text, int start)
    {
        var unit = 0;
        for (var i = start; i < start + 4; i++)
            unit = (unit << 4) | (text[i] <= '9' ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10);
        return (char)unit;
    }

    private static char Unescape(char letter) => letter switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        _ => letter,
    };
}
