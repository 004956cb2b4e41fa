using System.Text;

namespace Kapture;

/// <summary>In which letters an answer is written: nearly always UTF-8, as JSON should be, whatever its header says.</summary>
internal static class Charset
{
    // The most bytes of one letter in any encoding of Unicode.
    private const int LongestLetter = 4;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsUtf8(HttpContent content)
    {
#if NET
        // Nearly every answer says one of these, and taking the header apart costs more than reading the answer.
        if (content.Headers.NonValidated.TryGetValues("Content-Type", out var type) && type.ToString() is "application/json" or "application/json; charset=utf-8")
            return true;
#endif
        return Find(content) is null;
    }

    public static byte[] ToUtf8(byte[] body, HttpContent content) =>
        Find(content) is { } encoding && !IsUtf8AllTheSame(body, encoding) ? Encoding.Convert(encoding, Encoding.UTF8, body) : body;

    // Many servers name the charset of their pages and send JSON in UTF-8: names must not be garbled by believing them.
    private static bool IsUtf8AllTheSame(byte[] body, Encoding named)
    {
        if (named.GetByteCount("{") > 1)
            return Array.IndexOf(body, (byte)0, 0, Math.Min(LongestLetter, body.Length)) < 0;

        // What is ASCII alone may still be an encoding of seven bits.
        return Array.Exists(body, static b => b > 0x7F) && IsValidUtf8(body);
    }

    private static bool IsValidUtf8(byte[] body)
    {
        try
        {
            _strict.GetCharCount(body);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding? Find(HttpContent content)
    {
        var name = content.Headers.ContentType?.CharSet?.Trim('"');
        if (string.IsNullOrEmpty(name) || string.Equals(name, "utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return Encoding.GetEncoding(name!);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // A charset that nobody knows, or that nobody reads any more (UTF-7), is most likely UTF-8 under a wrong name; if it is not, reading it says so.
            return null;
        }
    }
}
