using System.Text.Encodings.Web;

namespace Kapture.Emulator.Json;

/// <summary>
/// Escapes what JSON demands and nothing more, as the service's Java libraries do. The framework's relaxed
/// encoder still escapes everything outside the Basic Multilingual Plane.
/// </summary>
internal sealed class MinimalJsonEncoder : JavaScriptEncoder
{
    public static readonly MinimalJsonEncoder Instance = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\' or 0x7F;

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            if (WillEncode(text[i]))
                return i;
        }

        return -1;
    }

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
