namespace KapturePS.Bench;

/// <summary>How much of the time that a far service leaves is used: with so many at once, one answer every 50 ms for each.</summary>
internal sealed class LatencyMeasurement : Measurement
{
    private const int Rows = 38_400;
    private const int Rounds = 3;
    private const int Concurrency = 64;
    private const int Latency = 50;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.LatencyEfficiency];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var rows = bench.Options.Scale(Rows);
        var emulator = await bench.StartEmulatorAsync(cancellationToken, Latency).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        var most = Concurrency / (Latency / 1000.0);
        var rounds = new List<double>();
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
            rounds.Add(rows / (await Import.RunAsync(bench, emulator, rows, cancellationToken, Concurrency).ConfigureAwait(false)).Seconds / most);
        bench.Measured(Lines.LatencyEfficiency, rounds);
    }
}
