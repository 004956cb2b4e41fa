using System.Text;

namespace Kapture;

/// <summary>In which letters an answer is written: nearly always UTF-8, as JSON should be.</summary>
internal static class Charset
{
    public static bool IsUtf8(HttpContent content)
    {
#if NET
        // Nearly every answer says one of these, and taking the header apart costs more than reading the answer.
        if (content.Headers.NonValidated.TryGetValues("Content-Type", out var type) && type.ToString() is "application/json" or "application/json; charset=utf-8")
            return true;
#endif
        return Find(content) is null;
    }

    public static byte[] ToUtf8(byte[] body, HttpContent content) => Find(content) is { } encoding ? Encoding.Convert(encoding, Encoding.UTF8, body) : body;

    private static Encoding? Find(HttpContent content)
    {
        var name = content.Headers.ContentType?.CharSet?.Trim('"');

        // ASCII is UTF-8 as well, and whoever says ASCII and writes more than that means UTF-8.
        if (string.IsNullOrEmpty(name) || string.Equals(name, "utf-8", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "us-ascii", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return Encoding.GetEncoding(name!);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // A charset that nobody knows, or that the framework refuses (UTF-7), is most likely UTF-8 under a wrong name; if it is not, reading it says so.
            return null;
        }
    }
}
