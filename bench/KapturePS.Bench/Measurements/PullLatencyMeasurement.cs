namespace KapturePS.Bench;

/// <summary>How much of the time that a far service leaves is used by a pull: with so many days at once, one page every 50 ms for each.</summary>
internal sealed class PullLatencyMeasurement : Measurement
{
    private const int Rounds = 5;
    private const int DaysAtOnce = 8;
    private const int Latency = 50;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.PullLatencyEfficiency, Lines.RawPullLatencyEfficiency];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        _ = bench.PowerShell;
        var seed = Pull.Quarter(bench, more: 1);
        var days = seed.Part(1, seed.Days - 1);
        var emulator = await bench.StartEmulatorAsync(seed, cancellationToken, Latency).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
        {
            var raw = (await PullProgram.RunAsync(PullProgram.Raw(emulator.BaseUri, days, DaysAtOnce), cancellationToken).ConfigureAwait(false))[0];
            var pull = await Pull.RunAsync(bench, emulator, days, cancellationToken,
                "-ThrottleLimit", Invariant.Text(DaysAtOnce), "-WarmUpDay", Invariant.Day(seed.Part(0, 1).First)).ConfigureAwait(false);
            Workbench.Log(FormattableString.Invariant($"requests: {pull.Requests}; a bare HttpClient: {raw.Requests}, in {raw.Seconds:0.000} s"));

            // Requests that the range does not need are no merit.
            ours.Add(Efficiency(Math.Min(pull.Requests, raw.Requests), pull.Seconds));
            bare.Add(Efficiency(raw.Requests, raw.Seconds));
        }

        bench.Measured(Lines.PullLatencyEfficiency, ours);
        bench.Measured(Lines.RawPullLatencyEfficiency, bare);
    }

    private static double Efficiency(int requests, double seconds) => requests * (Latency / 1000.0) / DaysAtOnce / seconds;
}
