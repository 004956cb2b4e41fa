using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kapture;

/// <summary>
/// An answer of the service, read once, whatever shape it chose: status and message in any case, the message as text,
/// as one customer or as many, the details as text or as a customer, the status inside the record.
/// </summary>
internal sealed class ServiceAnswer
{
    private static readonly JsonReaderOptions _options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private List<Customer>? _customers;

    private ServiceAnswer(RecordContext context) => Context = context;

    /// <summary>What the body says of success; <see langword="null"/> where it says nothing.</summary>
    public string? Status { get; private set; }

    /// <summary>The service's own words.</summary>
    public string? Message { get; private set; }

    /// <summary>The customers in the answer.</summary>
    public List<Customer> Customers => _customers ??= [];

    /// <summary>Whether the answer held a place for customers at all, be it empty.</summary>
    public bool HasCustomers { get; private set; }

    public long? CustomerId { get; private set; }

    public long? ContactId { get; private set; }

    public string? ActionEvent { get; private set; }

    /// <summary>The flag inside a write's answer; <see langword="null"/> where it is missing.</summary>
    public bool? Result { get; private set; }

    public RecordContext Context { get; }

    /// <summary>Success is what the body says: no status, or a result of false, is none.</summary>
    public bool IsSuccess => Result != false && string.Equals(Status?.Trim(), "success", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a body.</summary>
    /// <param name="body">UTF-8, with or without a byte order mark.</param>
    /// <param name="zone">Where the service's wall clock stands.</param>
    /// <exception cref="JsonException">The body is no JSON object that this service could mean.</exception>
    public static ServiceAnswer Read(ReadOnlySpan<byte> body, TimeZoneInfo zone)
    {
        if (body.StartsWith("\uFEFF"u8))
            body = body.Slice(3);
        var answer = new ServiceAnswer(new RecordContext(zone));
        var reader = new Utf8JsonReader(body, _options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The answer is no JSON object.");

        // The reader itself would refuse the ';' that the service may write after its object.
        answer.ReadRoot(ref reader);
        if (!IsTail(body.Slice((int)reader.BytesConsumed)))
            throw new JsonException("Something follows the answer.");
        answer.Status ??= answer.Context.StatusInRecord;
        return answer;
    }

    private static bool IsTail(ReadOnlySpan<byte> rest)
    {
        foreach (var b in rest)
        {
            if (b is not ((byte)';' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0))
                return false;
        }

        return true;
    }

    [MethodImpl(HotPath.Compile)]
    private void ReadRoot(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            // Names are compared where they stand: as text each would be garbage.
            var name = TolerantName.Of(ref reader);
            reader.Read();
            if (Is(name, "status"u8))
                Status = TolerantValue.ReadAny(ref reader) as string ?? Status;
            else if (Is(name, "message"u8) || Is(name, "customer details"u8))
                ReadContent(ref reader);
            else if (Is(name, "customer"u8) && reader.TokenType == JsonTokenType.StartObject)
                ReadWritten(ref reader);
            else
                reader.Skip();
        }
    }

    private void ReadContent(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                HasCustomers = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                        Customers.Add(CustomerRecord.Read(ref reader, Context));
                    else
                        throw new JsonException("The list of customers holds something else.");
                }

                break;
            case JsonTokenType.StartObject:
                HasCustomers = true;
                Customers.Add(CustomerRecord.Read(ref reader, Context));
                break;
            case JsonTokenType.String:
                Message = reader.GetString();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    [MethodImpl(HotPath.Compile)]
    private void ReadWritten(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = TolerantName.Of(ref reader);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                reader.Skip();
            else if (Is(name, "result"u8) && TolerantValue.TryReadBoolean(ref reader, out var result))
                Result = result;
            else if (Is(name, "customer_id"u8) && TolerantValue.TryReadInt64(ref reader, out var customerId))
                CustomerId = customerId;
            else if (Is(name, "contact_id"u8) && TolerantValue.TryReadInt64(ref reader, out var contactId))
                ContactId = contactId;
            else if (Is(name, "action_event"u8) && TolerantValue.TryReadText(ref reader, out var actionEvent))
                ActionEvent = actionEvent;
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) => TolerantName.Is(name, known);
}
