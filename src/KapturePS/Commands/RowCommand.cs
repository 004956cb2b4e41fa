using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>A cmdlet that takes rows. What a row asks for runs beside others; what came of it is written in the order of the rows.</summary>
public abstract class RowCommand : KaptureCommand
{
    private RowPipeline? _rows;
    private ProgressReporter? _progress;
    private bool _warns;

    /// <summary>The row itself.</summary>
    public abstract PSObject? InputObject { get; set; }

    /// <summary>How many requests are in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, KaptureClientOptions.MaximumConnections)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>How many rows will come, for the time left in the progress: <c>$rows.Count</c>.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? ExpectedCount { get; set; }

    /// <summary>The number of the row that is being read, counted from 1.</summary>
    internal int Row { get; private set; }

    /// <summary>What stands for the row in an error record where there is no pipeline.</summary>
    private protected abstract object? CallTarget { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _rows = new RowPipeline(CreateRun(), Write, End, Stop, ShowProgress);
        _rows.Run.Expected = ExpectedCount;
        _progress = new ProgressReporter(this);
        _warns = Preference.IsShown(this, "WarningAction", "WarningPreference");
    }

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compile)]
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
            _rows!.AddFinished(new BulkOutcome(Row, TargetOr(e.Value), null, e));
        }

        _rows!.EmitReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _rows!.EmitAll();
        _progress!.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _rows?.Dispose();
            }
            finally
            {
                _progress?.Complete();
                if (_warns && AdviceOnUntaken is { } advice && _rows is not null)
                    UntakenRows.Tell(this, _rows.Run.Untaken, advice);
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads the row and sends what it asks for.</summary>
    private protected abstract void ProcessRow();

    /// <summary>Writes what came of a row.</summary>
    private protected virtual void WriteResult(object result) => WriteObject(result);

    /// <summary>Makes what the rows are worked on in.</summary>
    private protected virtual BulkRun CreateRun() => new(ThrottleLimit, cancellationToken: StopToken);

    /// <summary>What to do about a failed row, where that is not what it is for all cmdlets.</summary>
    private protected virtual string? AdviceOn(KaptureException failure) => null;

    /// <summary>How to go on where a run has ended early.</summary>
    private protected virtual string? Resume(int lastRow) => null;

    /// <summary>What to do about rows that were begun and are not accounted for; nothing where that does no harm.</summary>
    private protected virtual string? AdviceOnUntaken => null;

    /// <summary>Sends what a row asks for; returns before it is done.</summary>
    private protected void Send(BulkJob job) => _rows!.Add(job);

    /// <summary>Gives a result that needed no call, at its place in the order.</summary>
    private protected void Finish(object result) => _rows!.AddFinished(new BulkOutcome(Row, TargetOr(null), result, null));

    /// <summary>What an error record is to carry: the row as it came in, or what stands for it where there is no pipeline.</summary>
    private protected object? TargetOr(object? callTarget) =>
        MyInvocation.ExpectingInput ? PSValue.Row(InputObject) : callTarget ?? CallTarget;

    [MethodImpl(HotPath.Compile)]
    private void Write(BulkOutcome outcome)
    {
        ShowProgress();
        if (outcome.Warning is { } warning)
            WriteWarning(warning);
        if (outcome.Failure is { } failure)
        {
            WriteError(failure.ToErrorRecord(outcome.Target, AdviceOn(failure)));
            return;
        }

        LongIds.Mark(outcome.Result!);
        WriteResult(outcome.Result!);
    }

    private void ShowProgress()
    {
        Tell();
        _progress!.Show(_rows!.Run.Progress, Held);
    }

    private void End()
    {
        Log.Flush();
        _progress!.Complete();
        var run = _rows!.Run;
        var cause = run.EndedBy!;
        var failure = cause.Failure!;
        throw Terminate(MyInvocation.ExpectingInput ? failure.WithNote($"The run ends here: rows after row {run.LastRow} were not sent. {Resume(run.LastRow)}".TrimEnd()) : failure, cause.Target);
    }
}
