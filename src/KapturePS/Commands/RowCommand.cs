using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>A cmdlet that takes rows. What a row asks for runs beside others; what came of it is written in the order of the rows.</summary>
public abstract class RowCommand : KaptureCommand
{
    private RowPipeline? _rows;
    private ProgressReporter _progress = null!;

    /// <summary>The row itself.</summary>
    public abstract PSObject? InputObject { get; set; }

    /// <summary>How many requests are in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, KaptureClientOptions.MaximumConnections)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The number of the row that is being read, counted from 1.</summary>
    internal int Row { get; private set; }

    /// <summary>What stands for the row in an error record where there is no pipeline.</summary>
    private protected abstract object? CallTarget { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _rows = new RowPipeline(ThrottleLimit, Write, End, StopToken);
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
            _rows!.AddFinished(new RowOutcome(Row, TargetOr(e.Value), null, e));
        }

        _rows!.EmitReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _rows!.EmitAll();
        _progress.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rows?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads the row and sends what it asks for.</summary>
    private protected abstract void ProcessRow();

    /// <summary>Writes what came of a row.</summary>
    private protected virtual void WriteResult(object result) => WriteObject(result);

    /// <summary>Sends a call for the row; returns before it is done.</summary>
    /// <param name="call">The call.</param>
    /// <param name="callTarget">What stands for it in an error record where there is no pipeline.</param>
    private protected void Send(Func<CancellationToken, Task<object>> call, object? callTarget = null) =>
        _rows!.Add(new RowJob(Row, TargetOr(callTarget), call));

    /// <summary>Gives a result that needed no call, at its place in the order.</summary>
    private protected void Finish(object result) => _rows!.AddFinished(new RowOutcome(Row, TargetOr(null), result, null));

    private object? TargetOr(object? callTarget) =>
        MyInvocation.ExpectingInput ? PSValue.Row(InputObject) : callTarget ?? CallTarget;

    private void Write(RowOutcome outcome)
    {
        Log.Flush();
        _progress.Count(outcome.Failure is not null);
        if (outcome.Failure is { } failure)
            WriteError(failure.ToErrorRecord(outcome.Target));
        else
            WriteResult(outcome.Result!);
    }

    private void End(RowOutcome cause, int lastRow)
    {
        Log.Flush();
        var failure = cause.Failure!;
        throw Terminate(MyInvocation.ExpectingInput ? failure.WithNote($"The run ends here: rows after row {lastRow} were not sent.") : failure, cause.Target);
    }
}
