namespace KapturePS.Bench;

/// <summary>The measured import, <c>Import-Csv | New-KaptureCustomer</c>, in a fresh process.</summary>
internal static class Import
{
    /// <summary>Runs it once.</summary>
    /// <param name="bench">The bench.</param>
    /// <param name="emulator">Where the rows go; it is emptied first.</param>
    /// <param name="rows">How many.</param>
    /// <param name="throttleLimit">How many at once.</param>
    /// <param name="journal">A journal to keep; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchException">A row did not arrive.</exception>
    public static Task<ScriptResult> RunAsync(
        Workbench bench, EmulatorProcess emulator, int rows, CancellationToken cancellationToken, int throttleLimit = Service.Concurrency, string? journal = null) =>
        RunScriptAsync(bench, emulator, rows, "New-Customers.ps1", cancellationToken,
            ["-Module", bench.Places.Module, "-ThrottleLimit", Invariant.Text(throttleLimit), .. journal is null ? Array.Empty<string>() : ["-Journal", journal]]);

    /// <summary>Runs a script that sends the rows some way, and makes sure that they have arrived.</summary>
    /// <exception cref="BenchException">A row did not arrive.</exception>
    public static async Task<ScriptResult> RunScriptAsync(
        Workbench bench, EmulatorProcess emulator, int rows, string script, CancellationToken cancellationToken, params string[] arguments)
    {
        var csv = await bench.CsvAsync(rows, cancellationToken).ConfigureAwait(false);
        string[] all = ["-BaseUri", emulator.BaseUri.AbsoluteUri, "-Token", Service.Token, "-Csv", csv, .. arguments];
        var result = await emulator.RunAsync(rows, () => bench.PowerShell.RunAsync(script, all, cancellationToken), cancellationToken).ConfigureAwait(false);
        return Check(script, rows, result);
    }

    /// <summary>Makes sure that the script saw each row succeed, and says how long it took.</summary>
    public static ScriptResult Check(string script, int rows, ScriptResult result)
    {
        if (result.Succeeded != rows || result.Failed != 0)
            throw new BenchException($"{script} sent {rows} rows and reports {result.Succeeded} that succeeded and {result.Failed} that failed.");
        Workbench.Log(FormattableString.Invariant($"{script}: {rows} rows in {result.Seconds:0.000} s, peak {result.PeakBytes / 1048576.0:0} MiB"));
        return result;
    }
}
