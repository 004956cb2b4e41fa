using System.Globalization;

namespace KapturePS.Soak.Resources;

/// <summary>How far the last sample may lie above the first one after the warm-up.</summary>
internal static class Limits
{
    private const double Mebibyte = 1 << 20;

    // Pools of arrays fill for a while: a short soak says nothing of memory.
    private const long LongEnough = 1_000_000;

    private static readonly Limit[] _memory =
    [
        new("managed heap", sample => sample.Heap / Mebibyte, 8, "MiB"),
        new("private memory", sample => sample.Private / Mebibyte, 64, "MiB"),
    ];

    private static readonly Limit[] _all =
    [
        new("handles", sample => sample.Handles, 8, string.Empty),
        new("sockets", sample => sample.Sockets, 4, string.Empty),
        new("threads", sample => sample.Threads, 12 + Environment.ProcessorCount, string.Empty),
        new("timers of the system", sample => sample.SystemTimers, 8, string.Empty),
    ];

    private static readonly Limit[] _none =
    [
        new("open journals", sample => sample.Journals, 0, string.Empty),
        new("timers of the clock", sample => sample.Timers, 0, string.Empty),
    ];

    /// <summary>What is above its limit.</summary>
    public static IEnumerable<string> Exceeded(Sample first, Sample last) => Exceeded(first, last, last.Operations >= LongEnough);

    /// <summary>What is above its limit.</summary>
    /// <param name="first">The sample after the warm-up.</param>
    /// <param name="last">The last one.</param>
    /// <param name="withMemory">Whether memory counts.</param>
    public static IEnumerable<string> Exceeded(Sample first, Sample last, bool withMemory)
    {
        IEnumerable<Limit> limits = withMemory ? [.. _memory, .. _all] : _all;
        foreach (var limit in limits.Where(limit => limit.Of(last) - limit.Of(first) > limit.Most))
            yield return string.Create(CultureInfo.InvariantCulture, $"{limit.Name}: {limit.Of(first):0.#} at first, {limit.Of(last):0.#} at last, {limit.Most} {limit.Unit} more at the most");
        foreach (var limit in _none.Where(limit => limit.Of(last) > 0))
            yield return string.Create(CultureInfo.InvariantCulture, $"{limit.Name}: {limit.Of(last)} at last, when nothing was under way");
    }

    /// <summary>The limits, one a line.</summary>
    public static IEnumerable<string> Describe() =>
        [.. _memory.Concat(_all).Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Name}: at most {limit.Most} {limit.Unit}").TrimEnd() + " more than at first"), .. _none.Select(limit => limit.Name + ": none")];

    private sealed record Limit(string Name, Func<Sample, double> Of, double Most, string Unit);
}
