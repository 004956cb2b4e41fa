using System.Globalization;

namespace Kapture;

/// <summary>
/// Reads a flat answer that is nearly JSON: the vendor's sample of Update Customer (Legacy Customer API) opens two brackets, closes one and
/// leaves out a comma. Names and texts must be whole all the same, and nothing may follow: what was cut short is no answer.
/// </summary>
internal static class FlatAnswer
{
    // Longer than any answer that holds a status and a message.
    private const int Longest = 4096;

    /// <summary>Reads a body that the JSON reader has refused.</summary>
    /// <returns>The answer; <see langword="null"/> where it is not even nearly one.</returns>
    public static ServiceAnswer? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length > Longest)
            return null;
        var text = Text.FromUtf8(body).AsSpan().Trim('\uFEFF').Trim();
        if (text.Length > 0 && text[text.Length - 1] == ';')
            text = text.Slice(0, text.Length - 1).TrimEnd();
        if (text.Length < 2 || text[0] != '{' || text[text.Length - 1] != '}')
            return null;
        var opened = Skip(ref text, '{', fromEnd: false);
        var closed = Skip(ref text, '}', fromEnd: true);
        return closed > opened ? null : ReadMembers(text);
    }

    private static ServiceAnswer? ReadMembers(ReadOnlySpan<char> rest)
    {
        var answer = new ServiceAnswer();
        while (rest.Length > 0)
        {
            if (!TryReadText(ref rest, out var name) || rest.Length == 0 || rest[0] != ':')
                return null;
            rest = rest.Slice(1).TrimStart();
            if (!TryReadText(ref rest, out var value))
                return null;
            if (string.Equals(name.Trim(), "status", StringComparison.OrdinalIgnoreCase))
                answer.TakeStatus(value);
            else if (string.Equals(name.Trim(), "message", StringComparison.OrdinalIgnoreCase))
                answer.Message = value;
            else if (string.Equals(name.Trim(), "kapture customer id", StringComparison.OrdinalIgnoreCase) && long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var id))
                answer.CustomerId = id;
            if (rest.Length > 0 && rest[0] == ',')
                rest = rest.Slice(1).TrimStart();
        }

        return answer.Status is null ? null : answer;
    }

    // Without escapes: whoever writes JSON that well leaves no comma out.
    private static bool TryReadText(ref ReadOnlySpan<char> rest, out string text)
    {
        text = string.Empty;
        if (rest.Length == 0 || rest[0] != '"')
            return false;
        var end = rest.Slice(1).IndexOf('"');
        if (end < 0 || rest.Slice(1, end).IndexOf('\\') >= 0)
            return false;
        text = rest.Slice(1, end).ToString();
        rest = rest.Slice(end + 2).TrimStart();
        return true;
    }

    /// <summary>Takes off brackets, and the blanks around them.</summary>
    /// <returns>How many.</returns>
    private static int Skip(ref ReadOnlySpan<char> text, char bracket, bool fromEnd)
    {
        for (var count = 0; ; count++)
        {
            text = text.Trim();
            if (text.Length == 0 || text[fromEnd ? text.Length - 1 : 0] != bracket)
                return count;
            text = fromEnd ? text.Slice(0, text.Length - 1) : text.Slice(1);
        }
    }
}
