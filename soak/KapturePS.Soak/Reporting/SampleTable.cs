using System.Globalization;
using KapturePS.Soak.Resources;

namespace KapturePS.Soak.Reporting;

/// <summary>Samples, one below the other.</summary>
internal static class SampleTable
{
    private const double Mebibyte = 1 << 20;

    private static readonly (string Name, Func<Sample, string> Text)[] _columns =
    [
        ("operations", sample => sample.Operations.ToString("#,0", CultureInfo.InvariantCulture)),
        ("hours", sample => sample.Hours.ToString("0.0", CultureInfo.InvariantCulture)),
        ("heap MiB", sample => (sample.Heap / Mebibyte).ToString("0.0", CultureInfo.InvariantCulture)),
        ("private MiB", sample => (sample.Private / Mebibyte).ToString("0", CultureInfo.InvariantCulture)),
        ("handles", sample => Text(sample.Handles)),
        ("sockets", sample => Text(sample.Sockets)),
        ("journals", sample => Text(sample.Journals)),
        ("threads", sample => Text(sample.Threads)),
        ("timers", sample => Text(sample.Timers)),
        ("system timers", sample => Text(sample.SystemTimers)),
    ];

    /// <summary>A sample for who looks on.</summary>
    public static string Line(Sample sample) => string.Join(", ", _columns.Select(column => $"{column.Name} {column.Text(sample)}"));

    /// <summary>All of them, as Markdown.</summary>
    public static IEnumerable<string> Markdown(IEnumerable<Sample> samples) =>
    [
        $"| {string.Join(" | ", _columns.Select(column => column.Name))} |",
        $"|{string.Concat(_columns.Select(_ => "---:|"))}",
        .. samples.Select(sample => $"| {string.Join(" | ", _columns.Select(column => column.Text(sample)))} |"),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
