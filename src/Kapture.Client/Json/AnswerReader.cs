using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kapture;

/// <summary>
/// Reads an answer once, piece by piece as it comes: status and message in any case, the message as text, as one customer
/// or as many, the details as text or as a customer, the status inside the record. A piece may end anywhere: what it cuts
/// is read again, from where it began, when more has come.
/// </summary>
/// <param name="zone">Where the service's wall clock stands.</param>
/// <param name="words">Where texts are kept that come again and again; <see langword="null"/> for nowhere.</param>
internal sealed class AnswerReader(TimeZoneInfo zone, WordCache? words = null)
{
    private static readonly JsonReaderOptions _options = new() { AllowTrailingCommas = true };

    private readonly RecordContext _context = new(zone, words);
    private JsonReaderState _state = new(_options);
    private Place _place;

    private enum Place
    {
        Start,
        Opening,
        Members,
        Customers,
        Tail,
    }

    /// <summary>What has been read so far.</summary>
    public ServiceAnswer Answer { get; } = new();

    /// <summary>Whether something in the answer has been masked; see <see cref="RecordContext.IsMasked"/>.</summary>
    public bool IsMasked
    {
        get => _context.IsMasked;
        set => _context.IsMasked = value;
    }

    /// <summary>Whether the answer has begun, and its last bracket has not come yet.</summary>
    public bool IsOpen => _place is Place.Members or Place.Customers;

    /// <summary>Reads on.</summary>
    /// <param name="text">UTF-8, from where the last call stopped.</param>
    /// <param name="isLast">Whether nothing comes after it.</param>
    /// <returns>How much of it is done with; the rest is to come again, with more behind it.</returns>
    /// <exception cref="JsonException">It is no JSON object that this service could mean.</exception>
    public int Read(ReadOnlySpan<byte> text, bool isLast)
    {
        var done = 0;
        if (_place == Place.Start)
        {
            if (text.Length < 3 && !isLast)
                return 0;
            done = text.StartsWith("\uFEFF"u8) ? 3 : 0;
            _place = Place.Opening;
        }

        if (_place != Place.Tail)
            done += ReadJson(text.Slice(done), isLast);
        if (_place != Place.Tail)
            return isLast ? throw new JsonException("The answer ends in the middle.") : done;

        // The JSON reader itself would refuse the ';' that the service may write after its object.
        if (!IsTail(text.Slice(done)))
            throw new JsonException("Something follows the answer.");
        return text.Length;
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

    private int ReadJson(ReadOnlySpan<byte> text, bool isLast)
    {
        var reader = new Utf8JsonReader(text, isLast, _state);
        while (_place != Place.Tail)
        {
            var start = reader;
            if (TryStep(ref reader))
                continue;
            reader = start;
            break;
        }

        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    /// <summary>Reads the next member of the answer, or the next of its customers; <see langword="false"/> where the text is cut within.</summary>
    private bool TryStep(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        switch (_place)
        {
            case Place.Customers when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.Members;
                return true;
            case Place.Customers when reader.TokenType == JsonTokenType.StartObject:
                return TryReadCustomer(ref reader);
            case Place.Customers:
                throw new JsonException("The list of customers holds something else.");
            case Place.Members when reader.TokenType == JsonTokenType.EndObject:
                _place = Place.Tail;
                Answer.Status ??= _context.StatusInRecord;
                return true;
            case Place.Members:
                return TryReadMember(ref reader);
            default:
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw new JsonException("The answer is no JSON object.");
                _place = Place.Members;
                return true;
        }
    }

    [MethodImpl(HotPath.Compile)]
    private bool TryReadMember(ref Utf8JsonReader reader)
    {
        // Names are compared where they stand: as text each would be garbage.
        var name = TolerantName.Of(ref reader);
        if (!reader.Read())
            return false;
        var depth = reader.CurrentDepth;
        if (Is(name, "message"u8) || Is(name, "customer details"u8))
            return TryReadContent(ref reader);
        if (Is(name, "customer"u8) && reader.TokenType == JsonTokenType.StartObject)
            return TryReadWritten(ref reader, depth);
        if (Is(name, "kapture customer id"u8) && TolerantValue.TryReadInt64(ref reader, out var customerId))
            Answer.CustomerId = customerId;
        else if (Is(name, "status"u8) && reader.TokenType == JsonTokenType.String)
            Answer.TakeStatus(TolerantText.Read(ref reader));
        else
            TolerantValue.Skip(ref reader);
        return IsWhole(ref reader, depth);
    }

    private bool TryReadContent(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                Answer.HasCustomers = true;
                _place = Place.Customers;
                return true;
            case JsonTokenType.StartObject:
                Answer.HasCustomers = true;
                return TryReadCustomer(ref reader);
            case JsonTokenType.String:
                Answer.Message = TolerantText.Read(ref reader);
                return true;
            default:
                return true;
        }
    }

    private bool TryReadCustomer(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var customer = CustomerRecord.Read(ref reader, _context);
        if (!IsWhole(ref reader, depth))
            return false;

        // A failure may stand where a customer would: {"message":{"message":"Auth Key Expired","status":"Fail"}}.
        if (customer.Id == 0 && _context.HasFailureInRecord)
            Answer.Message ??= customer.AdditionalProperties.FirstOrDefault(field => string.Equals(field.Key.Trim(), "message", StringComparison.OrdinalIgnoreCase)).Value as string;
        else
            Answer.Customers.Add(customer);
        return true;
    }

    [MethodImpl(HotPath.Compile)]
    private bool TryReadWritten(ref Utf8JsonReader reader, int depth)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = TolerantName.Of(ref reader);
            if (!reader.Read())
                return false;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                TolerantValue.Skip(ref reader);
            }
            else if (Is(name, "result"u8) && TolerantValue.TryReadBoolean(ref reader, out var result))
            {
                Answer.Result = result;
            }
            else if (Is(name, "customer_id"u8) && TolerantValue.TryReadInt64(ref reader, out var customerId))
            {
                Answer.CustomerId = customerId;
            }
            else if (Is(name, "contact_id"u8) && TolerantValue.TryReadInt64(ref reader, out var contactId))
            {
                Answer.ContactId = contactId;
            }
            else if (Is(name, "action_event"u8) && TolerantValue.TryReadText(ref reader, out var actionEvent))
            {
                Answer.ActionEvent = actionEvent;
            }
        }

        return IsWhole(ref reader, depth);
    }

    // Where the text is cut, the readers of values just stop: they stand within the value then, not on its end.
    private static bool IsWhole(ref Utf8JsonReader reader, int depth) =>
        reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) => TolerantName.Is(name, known);
}
