namespace KapturePS.Bench;

/// <summary>Runs the measurements one after the other. One that fails takes only its own lines with it.</summary>
internal sealed class Conductor(Workbench bench)
{
    private static readonly Measurement[] _measurements =
    [
        new ClientMeasurement(),
        new LimitMeasurement(),
        new ScriptMeasurement(),
        new LatencyMeasurement(),
        new ScaleMeasurement(),
        new JournalMeasurement(),
        new ColdMeasurement(),
        new PullClientMeasurement(),
        new PullScriptMeasurement(),
        new PullLatencyMeasurement(),
        new PullScaleMeasurement(),
        new FirstCustomerMeasurement(),
    ];

    /// <summary>Measures what was asked for, and reports it.</summary>
    /// <returns>Whether no measurement went wrong; a bar that is not met is no fault of the bench.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // Before the run: what is measured is what lies there now.
        var machine = await Machine.DescribeAsync(bench.Places, await PowerShellVersionAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        foreach (var measurement in _measurements.Where(measurement => measurement.Names.Any(bench.Wants)))
            await RunAsync(measurement, cancellationToken).ConfigureAwait(false);

        Report.PrintSummary(bench.Board.Entries);
        if (bench.Options.IsFull)
        {
            await Report.WriteAsync(bench.Places.Results, bench.Board.Entries, machine, cancellationToken).ConfigureAwait(false);
            Console.WriteLine("Written to bench/results.md.");
        }

        return !bench.Board.Entries.Any(entry => entry.IsError);
    }

    // A module that does not load is the business of the lines that need it.
    private async Task<string> PowerShellVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await bench.PowerShell.GetSetupAsync(cancellationToken).ConfigureAwait(false)).PowerShell;
        }
        catch (NotMeasuredException)
        {
            return "none";
        }
        catch (BenchException)
        {
            return "unknown";
        }
    }

    private async Task RunAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        try
        {
            await measurement.RunAsync(bench, cancellationToken).ConfigureAwait(false);
        }
        catch (NotMeasuredException e)
        {
            foreach (var name in measurement.Names.Where(bench.Wants))
                bench.Board.NotMeasured(name, e.Message);
        }
        catch (Exception e) when (e is BenchException or HttpRequestException or IOException or System.Text.Json.JsonException)
        {
            foreach (var name in measurement.Names.Where(bench.Wants))
                bench.Board.Failed(name, e.Message);
        }
    }
}
