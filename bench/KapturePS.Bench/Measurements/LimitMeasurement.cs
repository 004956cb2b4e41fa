using System.Text.Json;

namespace KapturePS.Bench;

/// <summary>
/// The import beside what bounds it: bare posting of the same bytes, and Import-Csv into an empty cmdlet. Each runs in a
/// fresh process that has sent nothing before, so all pay for their own warming up; only the emulator is warm.
/// </summary>
internal sealed class LimitMeasurement : Measurement
{
    private const int Rows = 20_000;
    private const int Rounds = 7;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.VsLimit, Lines.VsBareLimit, Lines.RowsPerSecond];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        await CheckEmptyCmdletAsync(bench, cancellationToken).ConfigureAwait(false);
        var rows = bench.Options.Scale(Rows);
        var emulator = await bench.StartEmulatorAsync(cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        await PostAsync(bench, emulator, rows, cancellationToken).ConfigureAwait(false); // warms the emulator up

        var (limits, bareLimits, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
        {
            var raw = await PostAsync(bench, emulator, rows, cancellationToken).ConfigureAwait(false);
            var empty = await ReadAsync(bench, rows, cancellationToken, "-EmptyCmdlet", bench.Places.EmptyCmdlet, "-ThrottleLimit", Invariant.Text(Service.Concurrency)).ConfigureAwait(false);
            var bare = await ReadAsync(bench, rows, cancellationToken).ConfigureAwait(false);
            var ours = await Import.RunAsync(bench, emulator, rows, cancellationToken).ConfigureAwait(false);
            Workbench.Log(FormattableString.Invariant($"bare posting {raw:0.000} s, empty cmdlet {empty:0.000} s, Out-Null {bare:0.000} s"));
            limits.Add((raw + empty) / ours.Seconds);
            bareLimits.Add((raw + bare) / ours.Seconds);
            rates.Add(rows / ours.Seconds);
        }

        bench.Measured(Lines.VsLimit, limits);
        bench.Measured(Lines.VsBareLimit, bareLimits);
        bench.Measured(Lines.RowsPerSecond, rates);
    }

    private static async Task CheckEmptyCmdletAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var setup = await bench.PowerShell.GetSetupAsync(cancellationToken).ConfigureAwait(false);
        if (setup.Missing.Length + setup.Surplus.Length == 0)
            return;
        throw new BenchException("The empty cmdlet has not the parameters of New-KaptureCustomer: bring bench/EmptyCmdlet in line. "
            + $"It lacks [{string.Join("; ", setup.Missing)}] and has [{string.Join("; ", setup.Surplus)}] beyond them.");
    }

    private static async Task<double> PostAsync(Workbench bench, EmulatorProcess emulator, int rows, CancellationToken cancellationToken)
    {
        var bodies = await bench.BodiesAsync(rows, cancellationToken).ConfigureAwait(false);
        var command = PeerProgram.AsChild(PeerProgram.ColdRaw(emulator.BaseUri, bodies));
        var (output, _) = await emulator.RunAsync(rows, () => ChildProcess.RunAsync(command, cancellationToken), cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize<PeerProgram.PeerResult>(output)!.Seconds;
    }

    private static async Task<double> ReadAsync(Workbench bench, int rows, CancellationToken cancellationToken, params string[] arguments)
    {
        var csv = await bench.CsvAsync(rows, cancellationToken).ConfigureAwait(false);
        return (await bench.PowerShell.RunAsync("Skip-Customers.ps1", ["-Csv", csv, .. arguments], cancellationToken).ConfigureAwait(false)).Seconds;
    }
}
