using System.Text.Json;

namespace KapturePS.Bench;

/// <summary>The client beside a bare HttpClient: warm, in one process, in turn.</summary>
internal sealed class ClientMeasurement : Measurement
{
    private const int Rows = 50_000;
    private const int Rounds = 7;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } =
        [Lines.ClientVsRaw, Lines.ClientRowsPerSecond, Lines.RawRowsPerSecond, Lines.BytesPerRow, Lines.RawBytesPerRow];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var rows = bench.Options.Scale(Rows);
        var bodies = await bench.BodiesAsync(rows, cancellationToken).ConfigureAwait(false);
        var emulator = await bench.StartEmulatorAsync(cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        Workbench.Log($"the client and a bare HttpClient, {rows} rows a round");
        var command = PeerProgram.AsChild(PeerProgram.InTurn(emulator.BaseUri, bodies, bench.Options.Rounds(Rounds)));
        var (output, _) = await ChildProcess.RunAsync(command, cancellationToken).ConfigureAwait(false);

        var results = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<PeerProgram.PeerResult>(line)!).ToList();
        var raw = results.Where(result => result.IsRaw).ToList();
        var client = results.Where(result => !result.IsRaw).ToList();
        bench.Measured(Lines.ClientVsRaw, raw.Zip(client, (limit, ours) => limit.Seconds / ours.Seconds));
        bench.Measured(Lines.ClientRowsPerSecond, client.Select(result => rows / result.Seconds));
        bench.Measured(Lines.RawRowsPerSecond, raw.Select(result => rows / result.Seconds));
        bench.Measured(Lines.BytesPerRow, client.Select(result => (double)result.Allocated / rows));
        bench.Measured(Lines.RawBytesPerRow, raw.Select(result => (double)result.Allocated / rows));
    }
}
