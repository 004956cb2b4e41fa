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

    // What is shorter is in any sentence.
    private const int ShortestTold = 3;

    // Where the fields of a record in a list stand; custom ones stand deeper.
    private const int RecordDepth = 3;

    // A custom field of a flat body may have any name, and stands beside the others: of a request only these are never one.
    private static readonly HashSet<string> _harmlessInRequest = new(StringComparer.Ordinal)
    {
        "customer_id", "kapture_customer_id", "contact_id", "enquiry_id", "createStartDate", "createEndDate", "start_date", "end_date", "limit", "offset",
    };

    private static readonly HashSet<string> _harmlessInAnswer = new(StringComparer.OrdinalIgnoreCase)
    {
        "action_event", "customer_id", "contact_id", "Kapture Customer Id", "currentStatus", "companyStatus", "generationDate",
    };

    private static readonly HashSet<string> _numbersInAnswer = new(StringComparer.Ordinal)
    {
        "id", "customer_id", "contact_id", "Kapture Customer Id", "cmId", "leadId", "creatorId", "parentContactId", "assignedToId", "companyParentId",
        "enquiryId", "orderId",
    };

    private static readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "customer_id", "kapture_customer_id", "Kapture Customer Id", "contact_id", "enquiry_id", "ticket_id", "cm_id", "cmId", "leadId",
    };

    /// <summary>Masks a body that the documents describe.</summary>
    /// <param name="body">The body, UTF-8.</param>
    /// <param name="isAnswer">Whether the service wrote it.</param>
    /// <param name="told">What the request told: words of the service that repeat one of these are masked, too.</param>
    public static string Mask(byte[] body, bool isAnswer, IReadOnlyCollection<string>? told = null) => Mask(body, new Documented(isAnswer, told ?? []));

    /// <summary>Masks a body of which nobody can say what its fields hold: only ids under well-known names stay, and at the top of an answer the service's own words.</summary>
    /// <param name="body">The body, UTF-8.</param>
    /// <param name="isAnswer">Whether the service wrote it.</param>
    /// <param name="told">What the request told: words of the service that repeat one of these are masked, too.</param>
    public static string MaskUnknown(byte[] body, bool isAnswer, IReadOnlyCollection<string>? told = null) => Mask(body, new Unknown(isAnswer, told ?? []));

    /// <summary>The texts and long numbers in the values of a body.</summary>
    /// <param name="body">The body, UTF-8.</param>
    public static IReadOnlyCollection<string> TextsOf(byte[] body)
    {
        var texts = new List<string>();
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                var text = reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString()!.Trim(),
                    JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan.ToArray()),
                    _ => string.Empty,
                };
                if (text.Length >= ShortestTold)
                    texts.Add(text);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What was read until then is all that can be found.
        }

        return texts;
    }

    private static string Mask(byte[] body, IRules rules)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutTail(body), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
                Write(writer, document.RootElement, name: string.Empty, rules);
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

    private static void Write(Utf8JsonWriter writer, JsonElement element, string name, IRules rules)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(rules.ShowsName(property.Name) ? property.Name : $"({property.Name.Length} characters)");
                    Write(writer, property.Value, property.Name.Trim(), rules);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, name: string.Empty, rules);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when element.GetString() is { Length: > 0 } text && !rules.ShowsText(name, text, writer.CurrentDepth):
                writer.WriteStringValue($"({text.Length} characters)");
                break;
            case JsonValueKind.Number when element.GetRawText() is { Length: >= PhoneDigits } number && !rules.ShowsNumber(name):
                writer.WriteStringValue($"({number.Length} digits)");
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static bool Repeats(string text, IReadOnlyCollection<string> told) => told.Any(value => Text.Contains(text, value));

    /// <summary>What of a body may be shown.</summary>
    private interface IRules
    {
        bool ShowsName(string name);

        bool ShowsText(string name, string text, int depth);

        bool ShowsNumber(string name);
    }

    private sealed class Documented(bool isAnswer, IReadOnlyCollection<string> told) : IRules
    {
        public bool ShowsName(string name) => true;

        public bool ShowsText(string name, string text, int depth) => isAnswer
            ? _harmlessInAnswer.Contains(name) || (Is(name, "status") && depth <= RecordDepth) || (Is(name, "message") && depth == 1 && !Repeats(text, told))
            : _harmlessInRequest.Contains(name) && !text.Any(char.IsLetter);

        public bool ShowsNumber(string name) => isAnswer ? _numbersInAnswer.Contains(name) : name == "cm_id";
    }

    private sealed class Unknown(bool isAnswer, IReadOnlyCollection<string> told) : IRules
    {
        // Somebody's address or number may be a key.
        public bool ShowsName(string name) => name.IndexOf('@') < 0 && name.Count(char.IsDigit) < PhoneDigits;

        public bool ShowsText(string name, string text, int depth) =>
            (_ids.Contains(name) && text.All(char.IsDigit))
            || (isAnswer && depth == 1 && (Is(name, "status") || Is(name, "message")) && !Repeats(text, told));

        public bool ShowsNumber(string name) => _ids.Contains(name);
    }
}
