namespace Kapture;

/// <summary>
/// Writes many rows: so many at once, results in the order of the rows, each row once. An answer that was lost is looked
/// up before anything is sent again; rows about the same customer are written one after the other, in their order.
/// </summary>
public sealed class BulkWriter : BulkRun
{
    private readonly RowWriter _writer;
    private readonly RowTurns _turns;
    private readonly Func<Journal>? _openJournal;

    /// <summary>Makes a writer; nothing is sent yet.</summary>
    /// <param name="client">Who sends; it stays open.</param>
    /// <param name="options">How to write.</param>
    /// <param name="cancellationToken">Cancels what is under way and starts nothing further, whatever the caller's thread is doing; the writer is then to be disposed of.</param>
    public BulkWriter(KaptureClient client, BulkOptions options, CancellationToken cancellationToken = default)
        : base(options.ThrottleLimit, client.Options.Time, cancellationToken)
    {
        _openJournal = options.OpenJournal;
        _turns = new RowTurns(options);
        _writer = new RowWriter(client, options, _turns);
    }

    /// <summary>Adds a row to write.</summary>
    /// <param name="job">A <see cref="BulkRow"/>.</param>
    /// <exception cref="InvalidOperationException">There is no room; take an outcome first.</exception>
    /// <exception cref="KaptureException">JournalLocked, JournalCorrupt, JournalFailed: the journal cannot be opened.</exception>
    public override void Add(BulkJob job)
    {
        // A row that has a turn and no place would keep all waiting that are about the same customer.
        if (job is BulkRow row && HasRoom)
        {
            _writer.Journal ??= _openJournal?.Invoke();
            row.Writer = _writer;
            _turns.Enter(row);
        }

        base.Add(job);
    }

    /// <summary>Brings to disk what the journal knows; the end of a run.</summary>
    /// <exception cref="KaptureException">JournalFailed: it cannot be written.</exception>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _writer.Journal?.Dispose();
    }
}
