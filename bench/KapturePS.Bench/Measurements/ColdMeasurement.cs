namespace KapturePS.Bench;

/// <summary>A scheduled task that adds one row, from the start of its process to the end, beside the same by Invoke-RestMethod.</summary>
internal sealed class ColdMeasurement : Measurement
{
    private const int Rounds = 11;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.ColdVsIrm];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        _ = bench.PowerShell;
        var emulator = await bench.StartEmulatorAsync(cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        var ours = Module(bench.Places.Module, emulator.BaseUri);
        var theirs = InvokeRestMethod(emulator.BaseUri);
        var rounds = new List<double>();

        // The first round reads the files into the system's cache; it does not count.
        for (var round = 0; round <= bench.Options.Rounds(Rounds); round++)
        {
            var module = await TimeAsync(ours).ConfigureAwait(false);
            var bare = await TimeAsync(theirs).ConfigureAwait(false);
            Workbench.Log(FormattableString.Invariant($"one row: the module {module:0.000} s, Invoke-RestMethod {bare:0.000} s"));
            if (round > 0)
                rounds.Add(module / bare);
        }

        bench.Measured(Lines.ColdVsIrm, rounds);

        Task<double> TimeAsync(string command) =>
            emulator.RunAsync(1, () => bench.PowerShell.TimeCommandAsync(command, cancellationToken), cancellationToken);
    }

    private static string Module(string module, Uri baseUri) =>
        $"Import-Module '{module.Replace("'", "''", StringComparison.Ordinal)}'; "
        + $"Connect-Kapture -BaseUri {baseUri} -Token (ConvertTo-SecureString {Service.Token} -AsPlainText -Force) -SkipVerification; "
        + $"[pscustomobject]@{{ {Row} }} | New-KaptureCustomer";

    private static string InvokeRestMethod(Uri baseUri) =>
        $"Invoke-RestMethod -Method Post -Uri {new Uri(baseUri, Service.AddPath)} -Headers @{{ Authorization = '{Service.Authorization}' }} "
        + $"-ContentType application/json -Body (@{{ customer_info = @{{ {Row} }} }} | ConvertTo-Json)";

    private static string Row => string.Join("; ", People.Columns.Zip(People.Cells(0), (column, cell) => $"{column} = '{cell}'"));
}
