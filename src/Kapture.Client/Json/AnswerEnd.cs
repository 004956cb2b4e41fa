using System.Text.Json;

namespace Kapture;

/// <summary>Tells an answer that ends before its time, though the connection ended in order, from one that is no JSON.</summary>
internal static class AnswerEnd
{
    private static readonly JsonReaderOptions _options = new() { AllowTrailingCommas = true };

    /// <summary>Whether a body is the beginning of a JSON text and no more. An empty one is not: some services mean it.</summary>
    /// <param name="body">UTF-8.</param>
    public static bool IsMissing(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
            body = body.Slice(3);

        // As if more were to come: whatever is wrong with what is there is wrong with all of it.
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(_options));
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return false;
        }

        // The first bracket itself stands at depth 0.
        return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
    }
}
