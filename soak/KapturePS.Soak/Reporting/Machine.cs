using System.Globalization;
using System.Runtime.InteropServices;

namespace KapturePS.Soak.Reporting;

/// <summary>What the figures depend on.</summary>
internal static class Machine
{
    private const double Gibibyte = 1 << 30;

    public static IEnumerable<(string Name, string Value)> Facts(string powerShell) =>
    [
        ("date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ("memory", (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte).ToString("0.0", CultureInfo.InvariantCulture) + " GiB"),
        ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
        (".NET", RuntimeInformation.FrameworkDescription),
        ("PowerShell", powerShell),
    ];
}
