using System.Diagnostics;
using System.Globalization;
using KapturePS.Soak.Clock;

namespace KapturePS.Soak.Resources;

/// <summary>Takes samples of this process.</summary>
/// <param name="clock">The clock that everything waits by.</param>
/// <param name="scratch">Where the journals are.</param>
internal sealed class Sampler(VirtualClock clock, string scratch)
{
    private const string Descriptors = "/proc/self/fd";

    // A server closes a connection a moment after its client has.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(5);

    /// <summary>Takes one.</summary>
    /// <param name="operations">How many operations there were.</param>
    /// <param name="isSettled">Whether what ends by itself has ended; waited for, but not for ever.</param>
    public Sample Take(long operations, Func<bool> isSettled)
    {
        var patience = Stopwatch.StartNew();
        while (!isSettled() && patience.Elapsed < _settling)
            Thread.Yield();
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var links = Links();
        return new Sample(
            operations,
            clock.Elapsed.TotalHours,
            GC.GetTotalMemory(forceFullCollection: false),
            PrivateBytes(),
            OperatingSystem.IsLinux() ? links.Count : process.HandleCount,
            links.Count(IsSocket),
            links.Count(link => link.StartsWith(scratch, StringComparison.Ordinal)),
            process.Threads.Count,
            clock.Timers,
            Timer.ActiveCount);
    }

    /// <summary>How many sockets are open; 0 where the system does not say.</summary>
    public static int CountSockets() => Links().Count(IsSocket);

    private static bool IsSocket(string link) => link.StartsWith("socket:", StringComparison.Ordinal);

    private static List<string> Links()
    {
        var links = new List<string>();
        if (!Directory.Exists(Descriptors))
            return links;
        foreach (var descriptor in Directory.GetFileSystemEntries(Descriptors))
        {
            // The one that lists them is gone by now, and an assembly is loaded when it is first needed, and stays.
            if (new FileInfo(descriptor).LinkTarget is { } target && !target.StartsWith("/proc/", StringComparison.Ordinal) && !target.EndsWith(".dll", StringComparison.Ordinal))
                links.Add(target);
        }

        return links;
    }

    private static long PrivateBytes()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
            return 0;
        var line = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
