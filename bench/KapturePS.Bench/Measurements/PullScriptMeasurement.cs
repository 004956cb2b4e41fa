namespace KapturePS.Bench;

/// <summary>The pull beside the loop that people write without the module. The same days, each in a fresh process.</summary>
internal sealed class PullScriptMeasurement : Measurement
{
    private const int Rounds = 3;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.PullVsLoop];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        _ = bench.PowerShell;
        var seed = Pull.Quarter(bench);
        var days = seed.Part(0, seed.Days);
        var emulator = await bench.StartEmulatorAsync(seed, cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        await Pull.RunAsync(bench, emulator, days, cancellationToken, "-Distinct").ConfigureAwait(false); // each comes once; not measured

        var rounds = new List<double>();
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
        {
            var ours = await Pull.RunAsync(bench, emulator, days, cancellationToken).ConfigureAwait(false);
            var loop = await Pull.RunScriptAsync(bench, emulator, days, "Invoke-RestPull.ps1", cancellationToken).ConfigureAwait(false);
            rounds.Add(loop.Seconds / ours.Seconds);
        }

        bench.Measured(Lines.PullVsLoop, rounds);
    }
}
