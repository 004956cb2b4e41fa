namespace KapturePS.Bench;

/// <summary>A measured pull in a fresh process.</summary>
internal static class Pull
{
    private const int CustomersADay = 450;
    private const int DaysOfQuarter = 90;
    private const int DaysOfYear = 365;

    /// <summary>A quarter: 90 days of 450 customers, four pages and a half each.</summary>
    /// <param name="bench">The bench, which may want fewer days.</param>
    /// <param name="more">Days beyond these.</param>
    public static Seed Quarter(Workbench bench, int more = 0) => Seed.EachDay(CustomersADay, bench.Options.Scale(DaysOfQuarter) + more);

    /// <summary>A year of such days.</summary>
    public static Seed Year(Workbench bench) => Seed.EachDay(CustomersADay, bench.Options.Scale(DaysOfYear));

    /// <summary>Runs <c>Get-KaptureCustomerByDate</c> once.</summary>
    /// <exception cref="BenchException">It did not bring exactly the customers of the days.</exception>
    public static Task<ScriptResult> RunAsync(Workbench bench, EmulatorProcess emulator, SeededDays days, CancellationToken cancellationToken, params string[] arguments) =>
        RunScriptAsync(bench, emulator, days, "Get-Customers.ps1", cancellationToken, ["-Module", bench.Places.Module, .. arguments]);

    /// <summary>Runs a script that pulls some days some way.</summary>
    /// <exception cref="BenchException">It did not bring exactly the customers of the days.</exception>
    public static async Task<ScriptResult> RunScriptAsync(
        Workbench bench, EmulatorProcess emulator, SeededDays days, string script, CancellationToken cancellationToken, params string[] arguments)
    {
        var result = await bench.PowerShell.RunAsync(script, [.. Arguments(emulator, days), .. arguments], cancellationToken).ConfigureAwait(false);
        if (result.Succeeded != days.Customers)
            throw new BenchException($"{script} pulled {result.Succeeded} customers of {days.Customers}.");
        Workbench.Log(FormattableString.Invariant($"{script}: {days.Customers} customers of {days.Days} days in {result.Seconds:0.000} s, peak {result.PeakBytes / 1048576.0:0} MiB"));
        return result;
    }

    /// <summary>What every script that pulls is told.</summary>
    public static string[] Arguments(EmulatorProcess emulator, SeededDays days) =>
    [
        "-BaseUri", emulator.BaseUri.AbsoluteUri, "-Token", Service.Token, "-AccountId", Invariant.Text(Service.AccountId),
        "-Start", Invariant.Day(days.First), "-End", Invariant.Day(days.Last),
    ];
}
