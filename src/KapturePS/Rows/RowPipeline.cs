using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Carries rows between the pipeline and a <see cref="BulkRun"/>; all on the pipeline thread.</summary>
/// <param name="run">Where the rows are worked on.</param>
/// <param name="write">Writes what came of a row.</param>
/// <param name="end">Ends the pipeline where the run has ended early.</param>
/// <param name="stop">Says when the pipeline is to stop.</param>
/// <param name="meanwhile">Called a few times a second while a row is waited for.</param>
internal sealed class RowPipeline(BulkRun run, Action<BulkOutcome> write, Action end, StopSignal stop, Action meanwhile) : IDisposable
{
    private readonly Func<CancellationToken, BulkOutcome?> _take = token => run.Take(out var outcome, token, meanwhile) ? outcome : null;

    /// <summary>Where the rows are worked on.</summary>
    public BulkRun Run => run;

    /// <summary>Takes a row in; waits for room, and writes what is done meanwhile.</summary>
    public void Add(BulkJob job)
    {
        EmitUntilRoom();
        run.Add(job);
    }

    /// <summary>Takes in a row whose outcome is known, at its place in the order.</summary>
    public void AddFinished(BulkOutcome outcome)
    {
        EmitUntilRoom();
        run.AddFinished(outcome);
    }

    /// <summary>Writes what is done; does not wait.</summary>
    public void EmitReady()
    {
        while (TryTake(out var outcome))
            write(outcome);
        if (run.EndedBy is not null)
            EmitAll();
    }

    /// <summary>Writes all that is left; waits for it.</summary>
    public void EmitAll()
    {
        while (Take(out var outcome))
            write(outcome);
        if (run.EndedBy is not null)
            end();
    }

    /// <summary>Cancels what is under way.</summary>
    public void Dispose() => run.Dispose();

    private void EmitUntilRoom()
    {
        while (!run.HasRoom && Take(out var outcome))
            write(outcome);
        if (run.EndedBy is not null)
            EmitAll();
    }

    private bool TryTake([NotNullWhen(true)] out BulkOutcome? outcome)
    {
        try
        {
            return run.TryTake(out outcome);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private bool Take([NotNullWhen(true)] out BulkOutcome? outcome)
    {
        try
        {
            outcome = stop.Wait(_take);
            return outcome is not null;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
