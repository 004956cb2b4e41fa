using Kapture;
using KapturePS.Soak.World;

namespace KapturePS.Soak.Work;

/// <summary>How rows are sent.</summary>
/// <param name="Options">How they are written; <see langword="null"/> for what is no write.</param>
/// <param name="Operation">What the journal is of.</param>
/// <param name="Journal">Where the journal lies; <see langword="null"/> for none.</param>
/// <param name="Crashes">How often the process dies on the way.</param>
internal sealed record RunPlan(BulkOptions? Options, KaptureOperation Operation, string? Journal, int Crashes);

/// <summary>Sends rows as a script does: again with the same journal, where the run died or ended early.</summary>
internal sealed class Runner(Tenant tenant, Random random, double faults, int throttle)
{
    // A tenant that refuses its key again and again: enough of it.
    private const int MostRuns = 12;

    /// <summary>How often a process has died.</summary>
    public int Crashes { get; private set; }

    /// <summary>How many runs there were.</summary>
    public int Runs { get; private set; }

    /// <summary>How many rows were handed to the client, those of later runs among them.</summary>
    public long Sent { get; private set; }

    /// <returns>Whether one run did it all, so that what came later overwrote what came before.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<PlannedRow> rows, RunPlan plan)
    {
        var before = Runs;
        for (var run = 0; run < MostRuns; run++)
        {
            foreach (var row in rows)
                row.Doubt();
            if (await RunOnceAsync(rows, plan, dies: run < plan.Crashes).ConfigureAwait(false) || plan.Journal is null)
                break;
        }

        if (plan.Journal is { } journal)
        {
            File.Delete(journal);
            File.Delete(journal + ".lock");
        }

        return Runs == before + 1;
    }

    // Whether it came to its end.
    private async Task<bool> RunOnceAsync(IReadOnlyList<PlannedRow> rows, RunPlan plan, bool dies)
    {
        Runs++;
        using var died = new CancellationTokenSource();
        if (dies)
            tenant.Door.ShutAfter(random.Next(1, 1 + (rows.Count * 3 / 2)), died);
        var run = plan.Options is { } options ? new BulkWriter(tenant.Client, WithJournal(options, plan)) : new BulkRun(throttle, tenant.Client.Options.Time);
        byte[]? copy = null;
        try
        {
            Feed(run, rows, died.Token);
            tenant.Door.StayOpen();
            if (!tenant.Door.IsShut)
            {
                if (run.EndedBy is not { } last)
                    return true;
                rows[last.Row - 1].Note(last);
                foreach (var row in rows.Skip(run.LastRow))
                    row.Spare();
                return false;
            }
        }
        catch (OperationCanceledException) when (died.IsCancellationRequested)
        {
            // What follows is the same whether the door shut in the middle or with the very last request.
        }
        finally
        {
            if (tenant.Door.IsShut)
            {
                await tenant.Door.UntilEmptyAsync().ConfigureAwait(false);
                copy = plan.Journal is { } path ? JournalCopy.Take(path) : null;
            }

            run.Dispose();
        }

        Crashes++;
        if (plan.Journal is { } journal)
            JournalCopy.Restore(journal, copy, random);
        tenant.Connect(faults, random);
        return false;
    }

    private void Feed(BulkRun run, IReadOnlyList<PlannedRow> rows, CancellationToken died)
    {
        for (var i = 0; i < rows.Count && run.EndedBy is null; i++)
        {
            while (!run.HasRoom && run.EndedBy is null && run.Take(out var outcome, died))
                rows[outcome.Row - 1].Note(outcome);
            if (run.EndedBy is not null)
                break;
            run.Add(rows[i].Make(i + 1));
            Sent++;
            while (run.TryTake(out var outcome))
                rows[outcome.Row - 1].Note(outcome);
        }

        while (run.Take(out var outcome, died))
            rows[outcome.Row - 1].Note(outcome);
    }

    private BulkOptions WithJournal(BulkOptions options, RunPlan plan) => new()
    {
        ThrottleLimit = throttle,
        IfExists = options.IfExists,
        MatchBy = options.MatchBy,
        OpenJournal = plan.Journal is { } path
            ? () => Journal.Open(path, plan.Operation, tenant.Client.Options.BaseUri.Host, tenant.Client.Options.Time, tenant.Kind.Dialect)
            : null,
    };
}
