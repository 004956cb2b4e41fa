namespace Kapture;

/// <summary>What an earlier run left of a row.</summary>
internal enum JournalRowState : byte
{
    /// <summary>Nothing, or a failure: it may be sent.</summary>
    New,

    /// <summary>It has arrived.</summary>
    Done,

    /// <summary>It was begun: look before it is sent.</summary>
    InDoubt,
}

/// <summary>A row of this run, with what an earlier one left of it.</summary>
internal sealed class JournalRow(int row, RowKey key, int occurrence, int place, JournalRowState state)
{
    /// <summary>The number of the row in this run, counted from 1.</summary>
    public int Row { get; } = row;

    /// <summary>The content.</summary>
    public RowKey Key { get; } = key;

    /// <summary>Which of the rows with this content it is, counted from 1.</summary>
    public int Occurrence { get; } = occurrence;

    /// <summary>Where the memory of it is.</summary>
    public int Place { get; } = place;

    /// <summary>What an earlier run left of it.</summary>
    public JournalRowState State { get; } = state;

    /// <summary>The customer's id of an earlier run, where that row is done.</summary>
    public long? CustomerId { get; init; }

    /// <summary>The contact's id of an earlier run, where that row is done.</summary>
    public long? ContactId { get; init; }

    /// <summary>When the earliest attempt began that may have been applied; <see langword="null"/> before the first.</summary>
    public DateTimeOffset? Began { get; set; }
}
