namespace KapturePS.Bench;

/// <summary>The import beside the scripts that people write without the module. The same rows, each in a fresh process.</summary>
internal sealed class ScriptMeasurement : Measurement
{
    private const int Rows = 20_000;

    // A round takes minutes, and the ratios are far above their noise.
    private const int Rounds = 3;

    private static readonly string _concurrency = Invariant.Text(Service.Concurrency);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.VsLoop, Lines.VsParallel, Lines.VsPython];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var rows = bench.Options.Scale(Rows);
        _ = await bench.PowerShell.GetSetupAsync(cancellationToken).ConfigureAwait(false);
        if (bench.Wants(Lines.VsPython) && !await HasPythonAsync(cancellationToken).ConfigureAwait(false))
            bench.Board.NotMeasured(Lines.VsPython, "no python3 with requests");

        var emulator = await bench.StartEmulatorAsync(cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        await Import.RunAsync(bench, emulator, rows, cancellationToken).ConfigureAwait(false); // warms the emulator up

        var peers = new List<(string Line, Func<Task<ScriptResult>> Run)>
        {
            (Lines.VsLoop, () => Import.RunScriptAsync(bench, emulator, rows, "Invoke-RestLoop.ps1", cancellationToken)),
            (Lines.VsParallel, () => Import.RunScriptAsync(bench, emulator, rows, "Invoke-RestParallel.ps1", cancellationToken, "-ThrottleLimit", _concurrency)),
            (Lines.VsPython, () => RunPythonAsync(bench, emulator, rows, cancellationToken)),
        };
        peers.RemoveAll(peer => !bench.Wants(peer.Line));
        var ratios = peers.ToDictionary(peer => peer.Line, _ => new List<double>());
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
        {
            var ours = await Import.RunAsync(bench, emulator, rows, cancellationToken).ConfigureAwait(false);
            foreach (var (line, run) in peers)
                ratios[line].Add((await run().ConfigureAwait(false)).Seconds / ours.Seconds);
        }

        foreach (var (line, _) in peers)
            bench.Measured(line, ratios[line]);
    }

    private static string Python => OperatingSystem.IsWindows() ? "python" : "python3";

    private static async Task<bool> HasPythonAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ChildProcess.RunAsync([Python, "-c", "import requests"], cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (BenchException)
        {
            return false;
        }
    }

    private static async Task<ScriptResult> RunPythonAsync(Workbench bench, EmulatorProcess emulator, int rows, CancellationToken cancellationToken)
    {
        const string Script = "add_customers.py";
        var csv = await bench.CsvAsync(rows, cancellationToken).ConfigureAwait(false);
        string[] command = [Python, bench.Places.Script(Script), emulator.BaseUri.AbsoluteUri, Service.Token, csv, _concurrency];
        var (output, _) = await emulator.RunAsync(rows, () => ChildProcess.RunAsync(command, cancellationToken), cancellationToken).ConfigureAwait(false);
        return Import.Check(Script, rows, ScriptResult.Parse(output));
    }
}
