namespace KapturePS.Bench;

/// <summary>What a hundred times as many rows cost: memory, and time a row.</summary>
internal sealed class ScaleMeasurement : Measurement
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int Rounds = 5;
    private const double Mebibyte = 1 << 20;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.MemoryGrowth, Lines.Linearity];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var (few, many) = (bench.Options.Scale(Few), bench.Options.Scale(Many));
        _ = bench.PowerShell;
        var emulator = await bench.StartEmulatorAsync(cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        await Import.RunAsync(bench, emulator, few, cancellationToken).ConfigureAwait(false); // warms the emulator up

        var small = new List<ScriptResult>();
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
            small.Add(await Import.RunAsync(bench, emulator, few, cancellationToken).ConfigureAwait(false));
        var large = await Import.RunAsync(bench, emulator, many, cancellationToken).ConfigureAwait(false);

        bench.Measured(Lines.MemoryGrowth, small.Select(result => (large.PeakBytes - result.PeakBytes) / Mebibyte));
        bench.Measured(Lines.Linearity, small.Select(result => large.Seconds / many / (result.Seconds / few)));
    }
}
