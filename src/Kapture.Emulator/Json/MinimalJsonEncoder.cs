using System.Text.Encodings.Web;
#if NET
using System.Buffers;
#endif

namespace Kapture.Emulator.Json;

/// <summary>
/// Escapes what JSON demands and nothing more, as the service's Java libraries do. The framework's relaxed
/// encoder still escapes everything outside the Basic Multilingual Plane.
/// </summary>
internal sealed class MinimalJsonEncoder : JavaScriptEncoder
{
    public static readonly MinimalJsonEncoder Instance = new();

    private static readonly char[] _encodedCharacters = [.. Enumerable.Range(0, 0x80).Where(Instance.WillEncode).Select(static c => (char)c)];
#if NET
    private static readonly SearchValues<char> _encoded = SearchValues.Create(_encodedCharacters);
    private static readonly SearchValues<byte> _encodedUtf8 = SearchValues.Create([.. _encodedCharacters.Select(static c => (byte)c)]);
#else
    private static readonly char[] _encoded = _encodedCharacters;
    private static readonly byte[] _encodedUtf8 = [.. _encodedCharacters.Select(static c => (byte)c)];
#endif

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\' or 0x7F;

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) => new ReadOnlySpan<char>(text, textLength).IndexOfAny(_encoded);

    // What is encoded is ASCII, and no byte of any other character looks like it.
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAny(_encodedUtf8);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var output = new Span<char>(buffer, bufferLength);
        numberOfCharactersWritten = 0;
        if (!WillEncode(unicodeScalar))
            return TryCopy(char.ConvertFromUtf32(unicodeScalar), output, ref numberOfCharactersWritten);

        return TryCopy(Escape(unicodeScalar), output, ref numberOfCharactersWritten);
    }

    private static string Escape(int unicodeScalar) => unicodeScalar switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => "\\u" + unicodeScalar.ToString("x4", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static bool TryCopy(string text, Span<char> output, ref int written)
    {
        if (!text.AsSpan().TryCopyTo(output))
            return false;

        written = text.Length;
        return true;
    }
}
