using System.Globalization;
using System.Runtime.InteropServices;

namespace KapturePS.Bench;

/// <summary>What the figures depend on: the machine, the versions, the commit.</summary>
internal sealed record Machine(IReadOnlyList<(string Name, string Value)> Facts)
{
    private const double Gibibyte = 1 << 30;

    /// <summary>Looks it up.</summary>
    /// <param name="places">The repository.</param>
    /// <param name="powerShell">The version of PowerShell.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    public static async Task<Machine> DescribeAsync(Places places, string powerShell, CancellationToken cancellationToken) => new(
    [
        ("date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("commit", await CommitAsync(places, cancellationToken).ConfigureAwait(false)),
        ("processor", $"{Processor()}, {Environment.ProcessorCount} cores"),
        ("memory", Invariant.Text(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte, "0.0") + " GiB"),
        ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
        (".NET", RuntimeInformation.FrameworkDescription),
        ("PowerShell", powerShell),
    ]);

    private static async Task<string> CommitAsync(Places places, CancellationToken cancellationToken)
    {
        try
        {
            var commit = await GitAsync("rev-parse", "--short", "HEAD").ConfigureAwait(false);
            return await GitAsync("status", "--porcelain").ConfigureAwait(false) is "" ? commit : commit + ", with local changes";
        }
        catch (BenchException)
        {
            // An archive of the sources has no history.
            return "unknown";
        }

        async Task<string> GitAsync(params string[] arguments) =>
            (await ChildProcess.RunAsync(["git", "-C", places.Root, .. arguments], cancellationToken).ConfigureAwait(false)).Output.Trim();
    }

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var model = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model?[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
