namespace KapturePS.Bench;

/// <summary>The client's pull beside a bare HttpClient: warm, in one process, in turn.</summary>
internal sealed class PullClientMeasurement : Measurement
{
    private const int Rounds = 7;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } =
        [Lines.PullVsRaw, Lines.PulledPerSecond, Lines.RawPulledPerSecond, Lines.BytesPerCustomer, Lines.RawBytesPerCustomer];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var seed = Pull.Year(bench);
        var days = seed.Part(0, seed.Days);
        var emulator = await bench.StartEmulatorAsync(seed, cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        Workbench.Log($"the client's pull and a bare HttpClient, {days.Customers} customers of {days.Days} days a round");
        var results = await PullProgram.RunAsync(PullProgram.InTurn(emulator.BaseUri, days, bench.Options.Rounds(Rounds)), cancellationToken).ConfigureAwait(false);

        var raw = results.Where(result => result.IsRaw).ToList();
        var client = results.Where(result => !result.IsRaw).ToList();
        Workbench.Log($"pages: {client[0].Requests} asked for by the client, {raw[0].Requests} by the bare HttpClient");
        bench.Measured(Lines.PullVsRaw, raw.Zip(client, (limit, ours) => limit.Seconds / ours.Seconds));
        bench.Measured(Lines.PulledPerSecond, client.Select(result => result.Rows / result.Seconds));
        bench.Measured(Lines.RawPulledPerSecond, raw.Select(result => result.Rows / result.Seconds));
        bench.Measured(Lines.BytesPerCustomer, client.Select(result => (double)result.Allocated / result.Rows));
        bench.Measured(Lines.RawBytesPerCustomer, raw.Select(result => (double)result.Allocated / result.Rows));
    }
}
