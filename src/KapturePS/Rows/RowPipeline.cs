using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>
/// The one way of a row: in on the pipeline thread, out on the pipeline thread, in order, and beside others in between.
/// </summary>
/// <param name="throttleLimit">How many rows are worked on at once.</param>
/// <param name="write">Writes what came of a row.</param>
/// <param name="end">Ends the run for the failure of a row; told the last row that was sent.</param>
/// <param name="stop">Set when the pipeline is to stop.</param>
internal sealed class RowPipeline(int throttleLimit, Action<RowOutcome> write, Action<RowOutcome, int> end, CancellationToken stop) : IDisposable
{
    private readonly OrderedWindow<RowJob, RowOutcome> _window = new(throttleLimit, static (job, cancellationToken) => job.RunAsync(cancellationToken));
    private readonly Circuit _circuit = new(throttleLimit);
    private bool _isEnding;

    /// <summary>Takes a row in; waits for room, and writes what is done meanwhile.</summary>
    public void Add(RowJob job)
    {
        EmitUntilRoom();
        _window.Add(job);
    }

    /// <summary>Takes in a row that needed no call, at its place in the order.</summary>
    public void AddFinished(RowOutcome outcome)
    {
        EmitUntilRoom();
        _window.AddFinished(outcome);
    }

    /// <summary>Writes what is done; does not wait.</summary>
    public void EmitReady()
    {
        while (_window.TryTake(out var outcome))
            Emit(outcome);
    }

    /// <summary>Writes all that is left; waits for it.</summary>
    public void EmitAll()
    {
        while (_window.Count > 0 && Take() is { } outcome)
            Emit(outcome);
    }

    /// <summary>Cancels what is under way.</summary>
    public void Dispose() => _window.Dispose();

    private void EmitUntilRoom()
    {
        while (!_window.HasRoom && Take() is { } outcome)
            Emit(outcome);
    }

    private void Emit(RowOutcome outcome)
    {
        var isBroken = _circuit.IsBrokenBy(outcome);
        if (outcome.Failure is { } failure && (isBroken || ErrorRecords.EndsPipeline(failure.ErrorId)))
            End(outcome);
        else
            write(outcome);
    }

    // Every row is accounted for: what is in flight is waited for and written, the rest has not been sent.
    private void End(RowOutcome cause)
    {
        _isEnding = true;
        _window.StopStarting();
        var last = cause.Row;
        while (_window.Count > 0 && Take() is { } outcome)
        {
            last = outcome.Row;
            write(outcome);
        }

        end(cause, last);
    }

    // Nothing where the run is ending and the next row had not been started.
    private RowOutcome? Take()
    {
        try
        {
            return _window.Take(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException) when (_isEnding)
        {
            return null;
        }
    }
}
