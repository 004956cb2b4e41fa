using System.Diagnostics;
using KapturePS.Soak.Reporting;
using KapturePS.Soak.Shell;

namespace KapturePS.Soak;

/// <summary>Runs the parts of the soak, tells of them, and keeps the results where it is asked to.</summary>
internal sealed class Conductor(Options options)
{
    private const string NoShell = "skipped: no PowerShell";

    /// <returns>Whether nothing was found.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var places = Places.Find();
        var scratch = Directory.CreateTempSubdirectory("kaptureps-soak-").FullName;
        try
        {
            Console.WriteLine($"seed: {options.Seed}");
            var plan = new SoakPlan(options.Operations, options.Seed) { Epoch = options.Epoch, Throttle = options.Throttle };
            var result = await new SoakRun(plan, scratch, Log).RunAsync(cancellationToken).ConfigureAwait(false);
            var skipped = options.PowerShell.Count == 0 ? NoShell : options.ShellRows == 0 || options.Epoch is not null ? "skipped: not asked for" : null;
            Log(skipped is null ? "through the cmdlets:" : "the part through the cmdlets is " + skipped);
            var shell = skipped is null ? await new ShellPart(options, places, scratch, result.Findings, Log).RunAsync(cancellationToken).ConfigureAwait(false) : null;
            var report = new Report(result, shell, skipped ?? string.Empty);
            if (options.Save)
                await report.WriteAsync(places.Results, PowerShellVersion()).ConfigureAwait(false);
            foreach (var line in report.Lines)
                Console.WriteLine(line);
            return report.IsGood;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Log(string line) => Console.WriteLine("  " + line);

    private string PowerShellVersion()
    {
        if (options.PowerShell.Count == 0)
            return "none";
        using var process = Process.Start(new ProcessStartInfo(options.PowerShell[0], [.. options.PowerShell.Skip(1), "--version"]) { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return version.Replace("PowerShell ", string.Empty, StringComparison.Ordinal);
    }
}
