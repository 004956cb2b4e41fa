using System.Diagnostics.CodeAnalysis;

namespace Kapture;

/// <summary>
/// The one way of a row: in on the caller's thread, out on the caller's thread, in order, and beside others in between.
/// It ends early where all that follows would fail alike: the key is refused, or nobody answers any more. Every row that
/// was sent is accounted for even then.
/// </summary>
public class BulkRun : IDisposable
{
    private readonly OrderedWindow<BulkJob, BulkOutcome> _window;
    private readonly Circuit _circuit;
    private readonly TimeProvider _time;
    private readonly long _started;
    private long _done;
    private long _failed;

    /// <summary>Makes a run; nothing starts before the first row.</summary>
    /// <param name="throttleLimit">How many rows are worked on at once, 1 or more.</param>
    /// <param name="time">The clock of the progress; the system's where it is <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels what is under way and starts nothing further, whatever the caller's thread is doing; the run is then to be disposed of.</param>
    public BulkRun(int throttleLimit, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        _window = new OrderedWindow<BulkJob, BulkOutcome>(throttleLimit, static (job, cancellationToken) => job.RunAsync(cancellationToken), cancellationToken);
        _circuit = new Circuit(throttleLimit);
        _time = time ?? TimeProvider.System;
        _started = _time.GetTimestamp();
    }

    /// <summary>How many rows have been added and not taken.</summary>
    public int Count => _window.Count;

    /// <summary>Whether a row can be added; where not, take an outcome first.</summary>
    public bool HasRoom => EndedBy is null && _window.HasRoom;

    /// <summary>How many rows there will be, where the caller knows; only the progress uses it.</summary>
    public long? Expected { get; set; }

    /// <summary>How far the run has come.</summary>
    public BulkProgress Progress => new(_done, _failed, _time.GetElapsedTime(_started), Expected);

    /// <summary>The outcome that ended the run early. It is not among those that are taken.</summary>
    public BulkOutcome? EndedBy { get; private set; }

    /// <summary>The last row that was sent, where the run has ended early and all that was under way has been taken.</summary>
    public int LastRow { get; private set; }

    /// <summary>The rows that were begun and whose outcomes nobody has taken, in order; after the run has been disposed of, those that it does not account for.</summary>
    public IEnumerable<int> Untaken => _window.Untaken().Select(static job => job.Row);

    /// <summary>Adds a row.</summary>
    /// <param name="job">What it asks for.</param>
    /// <exception cref="InvalidOperationException">There is no room; take an outcome first.</exception>
    public virtual void Add(BulkJob job) => _window.Add(job);

    /// <summary>Adds a row whose outcome is known already, at its place in the order.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <exception cref="InvalidOperationException">There is no room; take an outcome first.</exception>
    public void AddFinished(BulkOutcome outcome) => _window.AddFinished(outcome);

    /// <summary>Takes the next outcome in order, if it is there.</summary>
    /// <param name="outcome">The outcome.</param>
    public bool TryTake([NotNullWhen(true)] out BulkOutcome? outcome)
    {
        while (EndedBy is null && _window.TryTake(out outcome))
        {
            if (Pass(outcome))
                return true;
        }

        outcome = null;
        return false;
    }

    /// <summary>Takes the next outcome in order, and waits for it.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <param name="meanwhile">Called on this thread every 0.3 s of the waiting.</param>
    /// <returns>Whether there was one: not after the last, and not after the last that was sent where the run has ended early.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public bool Take([NotNullWhen(true)] out BulkOutcome? outcome, CancellationToken cancellationToken, Action? meanwhile = null)
    {
        while (_window.Count > 0 && Next(meanwhile, cancellationToken) is { } next)
        {
            outcome = next;
            if (Pass(next))
                return true;
        }

        outcome = null;
        return false;
    }

    /// <summary>Cancels what is under way and waits until nothing of it is left.</summary>
    /// <exception cref="KaptureException">JournalFailed: a run with a journal cannot bring to disk what became of its last rows.</exception>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what is under way.</summary>
    /// <param name="disposing">Always <see langword="true"/>.</param>
    /// <exception cref="KaptureException">JournalFailed: a run with a journal cannot bring to disk what became of its last rows.</exception>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _window.Dispose();
    }

    // Nothing where the run is ending and the next row had not been started.
    private BulkOutcome? Next(Action? meanwhile, CancellationToken cancellationToken)
    {
        try
        {
            return _window.Take(cancellationToken, meanwhile);
        }
        catch (OperationCanceledException) when (EndedBy is not null && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private bool Pass(BulkOutcome outcome)
    {
        _done++;
        if (outcome.Failure is not null)
            _failed++;
        LastRow = outcome.Row;

        // Where nobody answers no more rows are to be on their way than the circuit needs to see it.
        if (outcome.Failure is { IsUnreachable: true })
            _window.Narrow();
        var isBroken = _circuit.IsBrokenBy(outcome);
        if (EndedBy is not null || outcome.Failure is null || !(isBroken || outcome.Failure.EndsRun))
            return true;
        EndedBy = outcome;
        _window.StopStarting();
        return false;
    }
}
