namespace Kapture;

/// <summary>What an answer of the service says, whatever shape it chose to say it in.</summary>
internal sealed class ServiceAnswer
{
    // They go into errors, logs and journals.
    private const int LongestMessage = 2000;

    private List<Customer>? _customers;
    private string? _message;
    private long? _customerId;
    private long? _contactId;

    /// <summary>What the body says of success; <see langword="null"/> where it says nothing.</summary>
    public string? Status { get; set; }

    /// <summary>Whether the body says both that it is a success and that it is none.</summary>
    public bool IsContradictory { get; set; }

    /// <summary>The service's own words; of what is longer than any sentence, the beginning.</summary>
    public string? Message
    {
        get => _message;
        set => _message = value?.Length > LongestMessage ? Beginning(value) : value;
    }

    /// <summary>The customers in the answer that nobody has taken yet.</summary>
    public List<Customer> Customers => _customers ??= [];

    /// <summary>Whether the answer held a place for customers at all, be it empty.</summary>
    public bool HasCustomers { get; set; }

    /// <summary>The customer that a write tells; <see langword="null"/> where it tells none, or what is no id, such as 0.</summary>
    public long? CustomerId
    {
        get => _customerId;
        set => _customerId = value > 0 ? value : null;
    }

    /// <summary>The contact that a write tells, likewise.</summary>
    public long? ContactId
    {
        get => _contactId;
        set => _contactId = value > 0 ? value : null;
    }

    public string? ActionEvent { get; set; }

    /// <summary>The flag inside a write's answer; <see langword="null"/> where it is missing.</summary>
    public bool? Result { get; set; }

    /// <summary>Success is what the body says: no status, two that differ, or a result of false, is none.</summary>
    public bool IsSuccess => Result != false && !IsContradictory && IsSuccessWord(Status);

    /// <summary>Reads a whole body.</summary>
    /// <param name="body">UTF-8, with or without a byte order mark.</param>
    /// <param name="zone">Where the service's wall clock stands.</param>
    /// <param name="isMasked">Whether something in it has been masked; see <see cref="RecordContext.IsMasked"/>.</param>
    /// <exception cref="System.Text.Json.JsonException">The body is no JSON object that this service could mean.</exception>
    public static ServiceAnswer Read(ReadOnlySpan<byte> body, TimeZoneInfo zone, bool isMasked = false)
    {
        var reader = new AnswerReader(zone) { IsMasked = isMasked };
        reader.Read(body, isLast: true);
        return reader.Answer;
    }

    /// <summary>Takes what the body says of success, which it may say more than once.</summary>
    public void TakeStatus(string? status)
    {
        IsContradictory |= Status is not null && IsSuccessWord(Status) != IsSuccessWord(status);
        Status = status;
    }

    // Half of a letter is no text.
    private static string Beginning(string text) => text.Remove(LongestMessage - (char.IsHighSurrogate(text[LongestMessage - 1]) ? 1 : 0)) + "...";

    private static bool IsSuccessWord(string? status) => string.Equals(status?.Trim(), "success", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes out the customers that have been read so far; <see langword="null"/> for none.</summary>
    public List<Customer>? TakeCustomers()
    {
        var taken = _customers;
        _customers = null;
        return taken;
    }
}
