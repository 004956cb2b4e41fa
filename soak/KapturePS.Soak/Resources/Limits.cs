using System.Globalization;

namespace KapturePS.Soak.Resources;

/// <summary>
/// How far the last sample may lie above the first one after the warm-up. Memory goes up and down with what pools of arrays
/// keep; a leak only goes up: so of it the lowest of the last samples counts, beside the lowest of the first.
/// </summary>
internal static class Limits
{
    private const double Mebibyte = 1 << 20;
    private const int Window = 3;

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
    /// <param name="samples">The samples, from the warm-up's to the last one.</param>
    /// <param name="withMemory">Whether memory counts: by default after a soak that is long enough.</param>
    public static IEnumerable<string> Exceeded(IReadOnlyList<Sample> samples, bool? withMemory = null)
    {
        if (samples.Count < 2)
            yield break;
        var (first, last) = (samples[0], samples[^1]);
        if (withMemory ?? last.Operations >= LongEnough)
        {
            foreach (var limit in _memory)
            {
                if (limit.Find(samples.Take(Window).Min(limit.Of), samples.TakeLast(Window).Min(limit.Of)) is { } text)
                    yield return text;
            }
        }

        foreach (var limit in _all)
        {
            if (limit.Find(limit.Of(first), limit.Of(last)) is { } text)
                yield return text;
        }

        foreach (var limit in _none.Where(limit => limit.Of(last) > 0))
            yield return string.Create(CultureInfo.InvariantCulture, $"{limit.Name}: {limit.Of(last)} at last, when nothing was under way");
    }

    /// <summary>The limits, one a line.</summary>
    public static IEnumerable<string> Describe() =>
        [.. _memory.Concat(_all).Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Name}: at most {limit.Most} {limit.Unit}").TrimEnd() + " more than at first"), .. _none.Select(limit => limit.Name + ": none")];

    private sealed record Limit(string Name, Func<Sample, double> Of, double Most, string Unit)
    {
        // Nothing where it is kept.
        public string? Find(double first, double last) => last - first <= Most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{Name}: {first:0.#} at first, {last:0.#} at last, {Most} {Unit}").TrimEnd() + " more at the most";
    }
}
