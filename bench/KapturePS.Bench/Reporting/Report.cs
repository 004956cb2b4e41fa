using System.Globalization;
using System.Text;

namespace KapturePS.Bench;

/// <summary>What stays of a run: the summary on the console, and bench/results.md.</summary>
internal static class Report
{
    public static void PrintSummary(IReadOnlyList<Board.Entry> entries)
    {
        var bars = entries.Where(entry => entry.IsMet is not null).ToList();
        if (bars.Count == 0)
            return;
        Console.WriteLine();
        Console.WriteLine($"bench: {bars.Count(entry => entry.IsMet == true)} of {bars.Count} bars met");
        foreach (var entry in bars.Where(entry => entry.IsMet == false))
            Console.WriteLine($"  {entry.Line.Name} ({entry.Line.Bar}): {entry.Text}");
    }

    public static Task WriteAsync(string path, IReadOnlyList<Board.Entry> entries, Machine machine, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("# Results\n\n")
            .Append("Written by `./build.sh bench`; what a line means is in `bench/KapturePS.Bench/Lines.cs`. A value is the median of the\n")
            .Append("rounds, which take turns; a ratio is taken within its round.\n\n")
            .Append("| line | value | bar | met | rounds | what it is |\n|---|---:|---:|---|---|---|\n");
        foreach (var entry in entries)
        {
            var met = entry.IsMet switch { true => "yes", false => "**no**", null => string.Empty };
            text.Append(CultureInfo.InvariantCulture, $"| `{entry.Line.Name}` | {Cell(entry.Text)} | {entry.Line.Bar} | {met} | {entry.Spread} | {entry.Line.Meaning} |\n");
        }

        text.Append("\n| | |\n|---|---|\n");
        foreach (var (name, value) in machine.Facts)
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Cell(value)} |\n");
        return File.WriteAllTextAsync(path, text.ToString(), cancellationToken);
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
