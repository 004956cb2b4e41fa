namespace KapturePS.Bench;

/// <summary>What a hundred times as many customers cost in memory: a year, and its first days.</summary>
internal sealed class PullScaleMeasurement : Measurement
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int DaysOfYear = 365;
    private const int Rounds = 5;
    private const double Mebibyte = 1 << 20;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.PullMemoryGrowth];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        _ = bench.PowerShell;
        var seed = new Seed(bench.Options.Scale(Many), bench.Options.Scale(DaysOfYear));
        var first = seed.Part(0, Math.Max(1, (int)Math.Round((double)bench.Options.Scale(Few) * seed.Days / seed.Customers)));
        var emulator = await bench.StartEmulatorAsync(seed, cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);

        var small = new List<ScriptResult>();
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
            small.Add(await Pull.RunAsync(bench, emulator, first, cancellationToken).ConfigureAwait(false));
        var large = await Pull.RunAsync(bench, emulator, seed.Part(0, seed.Days), cancellationToken).ConfigureAwait(false);

        bench.Measured(Lines.PullMemoryGrowth, small.Select(result => (large.PeakBytes - result.PeakBytes) / Mebibyte));
    }
}
