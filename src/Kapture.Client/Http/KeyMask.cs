using System.Text;
using System.Text.Encodings.Web;

namespace Kapture;

/// <summary>
/// Takes a key out of what comes back: a service or a proxy that echoes a request, or quotes its header in an error, would
/// bring it into messages, logs and objects.
/// </summary>
internal sealed class KeyMask
{
    // What is shorter may be anybody's word, and data has to stay data.
    private const int ShortestKey = 8;
    private const int ShortestPassword = 12;
    private const byte Mark = (byte)'*';

    private readonly byte[][] _secrets;
    private readonly string[] _texts;
    private readonly int _longest;

    private KeyMask(string[] secrets)
    {
        _texts = [.. secrets.SelectMany(Spellings).Distinct(StringComparer.Ordinal)];
        _secrets = [.. _texts.Select(Encoding.UTF8.GetBytes)];
        _longest = _secrets.Length == 0 ? 0 : _secrets.Max(secret => secret.Length);
    }

    /// <summary>A mask that finds nothing.</summary>
    public static KeyMask None { get; } = new([]);

    /// <summary>The mask of a key, and of the password that is in it where there is one.</summary>
    /// <param name="token">What stands behind <c>Basic</c>.</param>
    /// <param name="password">The password; <see langword="null"/> where there is none.</param>
    public static KeyMask Of(string token, string? password)
    {
        // A short password, or one of letters alone, may be the city of a customer.
        var isPassword = password is { Length: >= ShortestPassword } && password.Any(char.IsDigit) && password.Any(char.IsLetter);
        return new([.. new[] { token.Length >= ShortestKey ? token : null, isPassword ? password : null }.OfType<string>()]);
    }

    /// <summary>What stands at least in place of each occurrence in UTF-8.</summary>
    public static ReadOnlySpan<byte> Masked => "********"u8;

    /// <summary>Overwrites each occurrence in UTF-8. The length stays, and so does what stands around it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Apply(Span<byte> text)
    {
        var isFound = false;
        foreach (var secret in _secrets)
        {
            for (var rest = text; rest.IndexOf(secret) is >= 0 and var at; rest = rest.Slice(at + secret.Length))
            {
                rest.Slice(at, secret.Length).Fill(Mark);
                isFound = true;
            }
        }

        return isFound;
    }

    /// <summary>Does the same with a text of which only the end is new: what came before it is not looked through again.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="count">How much is new, in bytes.</param>
    public bool ApplyToEnd(Span<byte> text, int count) => Apply(text.Slice(Math.Max(0, text.Length - count - _longest)));

    /// <summary>Overwrites what can be overwritten: a text stays until its memory is taken for something else.</summary>
    public void Forget()
    {
        foreach (var secret in _secrets)
            Array.Clear(secret, 0, secret.Length);
    }

    /// <summary>The text without the secrets.</summary>
    public string Apply(string text)
    {
        foreach (var secret in _texts)
            text = text.Replace(secret, "***");
        return text;
    }

    // As it is; as JSON of several makes writes it; as an address does.
    private static IEnumerable<string> Spellings(string secret)
    {
        // Each gives the same text back where there is nothing to escape: no copy more than is needed.
        var json = JavaScriptEncoder.Default.Encode(secret);
        return
        [
            secret,
            json,
            json.Replace("\\u002B", "\\u002b"),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret).Replace("/", "\\/"),
            secret.Replace("=", "\\u003d"),
            Uri.EscapeDataString(secret),
        ];
    }
}
