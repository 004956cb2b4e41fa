namespace Kapture;

/// <summary>One row as a journal knows it: what all of its lines say together.</summary>
public sealed class JournalEntry
{
    private readonly RowKey _key;
    private readonly int _occurrence;
    private DateTimeOffset _doubtful;

    internal JournalEntry(KaptureOperation operation, in JournalLine first)
    {
        Operation = operation;
        _key = first.Key;
        _occurrence = first.Occurrence;
        State = JournalState.InDoubt;
        _doubtful = first.At;
        Started = first.At.ToLocalTime();
    }

    /// <summary>The number that the row had when it was last begun, counted from 1.</summary>
    public int Row { get; private set; }

    /// <summary>What makes the row known again: 32 digits for its content, and how often that content has occurred.</summary>
    public string Key => _key.ToString(_occurrence);

    /// <summary>What the journal's rows do to the service.</summary>
    public KaptureOperation Operation { get; }

    /// <summary>How far the row has come.</summary>
    public JournalState State { get; private set; }

    /// <summary>The customer's id; <see langword="null"/> where the row is not done, or the service told none.</summary>
    public long? CustomerId { get; private set; }

    /// <summary>The contact's id; <see langword="null"/> where the row is not done, or the service told none.</summary>
    public long? ContactId { get; private set; }

    /// <summary>Why the row failed or is in doubt: the error's id and message. <see langword="null"/> where it is done, or was cut short.</summary>
    public string? Error { get; private set; }

    /// <summary>When it was first begun, to the millisecond, in local time.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>When its last attempt ended, to the millisecond, in local time; <see langword="null"/> where it was cut short.</summary>
    public DateTimeOffset? Finished { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => $"Row {Row}: {State}";

    internal void Apply(in JournalLine line)
    {
        // What has arrived stays so, whatever is tried later.
        if (State == JournalState.Done && line.Kind != JournalLineKind.Done)
            return;
        if (State == JournalState.InDoubt && line.Kind == JournalLineKind.Failed && line.At < _doubtful)
            return;
        if (State != JournalState.InDoubt)
            _doubtful = line.At;
        Row = line.Row;
        State = line.Kind switch
        {
            JournalLineKind.Done => JournalState.Done,
            JournalLineKind.Failed => JournalState.Failed,
            _ => JournalState.InDoubt,
        };
        CustomerId = line.CustomerId;
        ContactId = line.ContactId;
        Error = line.Error is null ? null : PlainText.Of(line.Error);
        Finished = line.Kind == JournalLineKind.Began ? null : line.At.ToLocalTime();
    }
}
