using System.Text;
using System.Text.Json;

namespace Kapture;

/// <summary>
/// Bodies for a log: structure, ids, flags and the service's own words stay; every other text or long number, which may
/// be somebody's name, number or address, becomes its length.
/// </summary>
internal static class BodyMask
{
    // A number of that length may be a phone's.
    private const int PhoneDigits = 7;

    private static readonly HashSet<string> _harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "status", "message", "action_event", "customer_id", "kapture_customer_id", "contact_id", "enquiry_id",
        "Kapture Customer Id", "createStartDate", "createEndDate", "start_date", "end_date", "limit", "offset", "currentStatus", "companyStatus", "generationDate",
    };

    public static string Mask(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutTail(body), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
                Write(writer, document.RootElement, name: string.Empty);
            return Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What cannot be read cannot be masked.
            return $"({body.Length} bytes that are no JSON)";
        }
    }

    // The service may write a ';' after its object.
    private static ReadOnlyMemory<byte> WithoutTail(byte[] body)
    {
        var length = body.Length;
        while (length > 0 && body[length - 1] is (byte)';' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0)
            length--;
        return body.AsMemory(0, length);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, string name)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, property.Name.Trim());
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, name: string.Empty);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when !_harmless.Contains(name) && element.GetString() is { Length: > 0 } text:
                writer.WriteStringValue($"({text.Length} characters)");
                break;
            case JsonValueKind.Number when !name.EndsWith("id", StringComparison.OrdinalIgnoreCase) && element.GetRawText() is { Length: >= PhoneDigits } number:
                writer.WriteStringValue($"({number.Length} digits)");
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
