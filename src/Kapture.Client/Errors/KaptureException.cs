namespace Kapture;

/// <summary>
/// A call that did not do what was asked. The message says what to do; no property ever holds a key.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors",
    Justification = "Without an error id it would say nothing that a script can test for.")]
public sealed class KaptureException : Exception
{
    private readonly string? _serviceMessage;

    /// <summary>Describes a failure.</summary>
    /// <param name="errorId">The stable name of the failure.</param>
    /// <param name="message">What happened and what to do about it; line breaks and control characters in it are replaced.</param>
    /// <param name="innerException">What it came from, where there is something.</param>
    public KaptureException(KaptureErrorId errorId, string message, Exception? innerException = null)
        : base(PlainText.Of(message), innerException) => ErrorId = errorId;

    /// <summary>The stable name of the failure.</summary>
    public KaptureErrorId ErrorId { get; }

    /// <summary>What happened and what to do about it, after the number of the row where there is one.</summary>
    public override string Message => Row > 0 ? $"Row {Row}: {base.Message}" : base.Message;

    /// <summary>What happened and what to do about it, without the row.</summary>
    internal string Words => base.Message;

    /// <summary>The HTTP status, where there was an answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The path that was asked, without host or query; <see langword="null"/> where nothing was sent.</summary>
    public string? Path { get; init; }

    /// <summary>The number of the row, counted from 1; 0 where the call had none.</summary>
    public int Row { get; set; }

    /// <summary>How many requests went out for this call; 0 where nothing was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>The service's own words, where it said something; on one line, without control characters.</summary>
    public string? ServiceMessage
    {
        get => _serviceMessage;
        init => _serviceMessage = value is null ? null : PlainText.Of(value);
    }

    /// <summary>The value that could not be used, where the failure is about one.</summary>
    public object? Value { get; init; }

    /// <summary>Whether nobody could be reached at all, as opposed to an answer that says no; a proxy's refusal is none of the service.</summary>
    public bool IsUnreachable => ErrorId == KaptureErrorId.ServiceUnavailable && (StatusCode is null || IsProxyRefusal);

    /// <summary>Whether the proxy wants another user or password (407), so that nothing has reached the service.</summary>
    public bool IsProxyRefusal => ErrorId == KaptureErrorId.ServiceUnavailable && StatusCode == AnswerRules.ProxyRefusal;

    /// <summary>Whether the host has not proved who it is, so that nothing was sent to it: this machine does not trust its certificate.</summary>
    public bool IsUntrusted => UntrustedException.IsIn(this);

    /// <summary>Whether the service says that the key has expired, as opposed to one that is missing, wrong or disabled. Where it does not tell them apart, this is <see langword="false"/>.</summary>
    public bool IsKeyExpired => ErrorId == KaptureErrorId.AuthenticationFailed && SaysExpired(ServiceMessage);

    /// <summary>Whether what follows would fail alike, so that a run of many rows ends here.</summary>
    public bool EndsRun => ErrorId is KaptureErrorId.NotConnected or KaptureErrorId.AuthenticationFailed or KaptureErrorId.InvalidSubdomain
        or KaptureErrorId.InsecureUri or KaptureErrorId.InvalidDateRange
        or KaptureErrorId.JournalLocked or KaptureErrorId.JournalCorrupt or KaptureErrorId.JournalFailed;

    /// <summary>Whether the service may still be at work on a write that it has not answered, so that a look-up that finds nothing proves nothing.</summary>
    internal bool MayStillArrive => ErrorId == KaptureErrorId.WriteUncertain && (InnerException is TimeoutException or ObjectDisposedException || StatusCode is 408 or 504);

    /// <summary>Whether a write that ended so may have been applied: nobody answered, or the answer was about something else.</summary>
    internal bool MayBeApplied => ErrorId == KaptureErrorId.WriteUncertain || (IsOfWrite && ErrorId == KaptureErrorId.UnexpectedResponse);

    /// <summary>Whether it was a write that was answered so.</summary>
    internal bool IsOfWrite { get; init; }

    /// <summary>The same failure, with a sentence added to what it says.</summary>
    /// <param name="note">The sentence.</param>
    public KaptureException WithNote(string note) => WithNote(note, Attempts);

    /// <summary>The same failure after so many requests, with a sentence added, and about another value where one is given.</summary>
    internal KaptureException WithNote(string note, int attempts, object? value = null) => new(ErrorId, $"{WithStop(Words)} {note}", this)
    {
        StatusCode = StatusCode,
        Path = Path,
        Row = Row,
        Attempts = attempts,
        ServiceMessage = ServiceMessage,
        Value = value ?? Value,
        IsOfWrite = IsOfWrite,
    };

    // The service's own words often end without one.
    private static string WithStop(string words) => words.Length > 0 && char.IsLetterOrDigit(words[words.Length - 1]) ? words + "." : words;

    // "Incorrect, or expired/disabled" is a guess of the service's.
    internal static bool SaysExpired(string? words) =>
        Text.Contains(words, "expired") && !Text.Contains(words, " or ") && !Text.Contains(words, "expired/") && !Text.Contains(words, "/expired");

    internal static KaptureException Invalid(string field, object? value, string problem) =>
        new(KaptureErrorId.InvalidValue, $"{field} {problem}") { Value = value };

    internal static KaptureException Missing(string message) => new(KaptureErrorId.MissingField, message);
}
