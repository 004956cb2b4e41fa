using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>
/// A cmdlet that takes rows: one way in, one way out. A row is worked on beside others; its result, or its error,
/// comes out in the order of the rows.
/// </summary>
public abstract class RowCommand : KaptureCommand
{
    private OrderedWindow<RowJob, RowOutcome>? _window;
    private ProgressReporter _progress = null!;
    private Circuit _circuit = null!;

    /// <summary>The row itself.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How many requests are in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, KaptureClientOptions.MaximumConnections)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The number of the row that is being read, counted from 1.</summary>
    internal int Row { get; private set; }

    /// <summary>What stands for the row in an error record where there is no pipeline.</summary>
    private protected abstract object? CallTarget { get; }

    private object? Target => MyInvocation.ExpectingInput ? PSValue.Row(InputObject) : CallTarget;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _window = new OrderedWindow<RowJob, RowOutcome>(ThrottleLimit, static (job, cancellationToken) => job.RunAsync(cancellationToken));
        _circuit = new Circuit(ThrottleLimit);
        _progress = new ProgressReporter(this, MyInvocation.MyCommand.Name, TimeProvider.System);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Row++;
        try
        {
            ProcessRow();
        }
        catch (KaptureException e)
        {
            e.Row = Row;
            EmitUntilRoom();
            _window!.AddFinished(new RowOutcome(Row, MyInvocation.ExpectingInput ? Target : e.Value ?? Target, null, e));
        }

        while (_window!.TryTake(out var outcome))
            Emit(outcome);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_window!.Count > 0 && Take() is { } outcome)
            Emit(outcome);
        _progress.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _window?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads the row and sends what it asks for.</summary>
    private protected abstract void ProcessRow();

    /// <summary>Writes what came of a row.</summary>
    private protected virtual void WriteResult(object result) => WriteObject(result);

    /// <summary>Sends a call for the row; returns before it is done.</summary>
    /// <param name="call">The call.</param>
    /// <param name="callTarget">What stands for it in an error record where there is no pipeline.</param>
    private protected void Send(Func<CancellationToken, Task<object>> call, object? callTarget = null)
    {
        EmitUntilRoom();
        _window!.Add(new RowJob(Row, MyInvocation.ExpectingInput ? Target : callTarget ?? CallTarget, call));
    }

    /// <summary>Gives a result that needed no call, at its place in the order.</summary>
    private protected void Finish(object result)
    {
        EmitUntilRoom();
        _window!.AddFinished(new RowOutcome(Row, Target, result, null));
    }

    private void EmitUntilRoom()
    {
        while (!_window!.HasRoom && Take() is { } outcome)
            Emit(outcome);
    }

    // Nothing where the next row has been given up before it started.
    private RowOutcome? Take()
    {
        try
        {
            return _window!.Take(StopToken);
        }
        catch (OperationCanceledException)
        {
            return StopToken.IsCancellationRequested ? throw new PipelineStoppedException() : null;
        }
    }

    private void Emit(RowOutcome outcome)
    {
        var isBroken = _circuit.IsBrokenBy(outcome);
        if (outcome.Failure is { } failure && (isBroken || ErrorRecords.EndsPipeline(failure.ErrorId)))
            End(outcome.Row, failure, outcome.Target);
        else
            Write(outcome);
    }

    // Every row is accounted for: what is in flight is waited for and reported, the rest has not been sent.
    private void End(int row, KaptureException cause, object? target)
    {
        _window!.StopStarting();
        while (_window.Count > 0 && Take() is { } outcome)
        {
            row = outcome.Row;
            Write(outcome);
        }

        Log.Flush();
        throw Terminate(MyInvocation.ExpectingInput ? cause.WithNote($"The run ends here: rows after row {row} were not sent.") : cause, target);
    }

    private void Write(RowOutcome outcome)
    {
        Log.Flush();
        _progress.Count(outcome.Failure is not null);
        if (outcome.Failure is { } failure)
            WriteError(failure.ToErrorRecord(outcome.Target));
        else
            WriteResult(outcome.Result!);
    }
}
