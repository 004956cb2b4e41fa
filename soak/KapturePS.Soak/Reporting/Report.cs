using System.Globalization;
using System.Text;
using KapturePS.Soak.Resources;
using KapturePS.Soak.Shell;
using KapturePS.Soak.Work;

namespace KapturePS.Soak.Reporting;

/// <summary>What a soak has to say in the end.</summary>
/// <param name="result">The part through the client.</param>
/// <param name="shell">The part through the cmdlets; <see langword="null"/> where it was skipped.</param>
/// <param name="skipped">Why it was.</param>
internal sealed class Report(SoakResult result, ShellResult? shell, string skipped)
{
    /// <summary>Whether nothing was found.</summary>
    public bool IsGood => result.Findings.Count == 0;

    /// <summary>The figures, what was found with the way to see it again, and the verdict.</summary>
    public IEnumerable<string> Lines => [.. Figures.Select(figure => $"{figure.Name}: {figure.Value}"), .. Findings, Verdict];

    private IEnumerable<(string Name, string Value)> Figures =>
    [
        ("seed", result.Plan.Seed.ToString(CultureInfo.InvariantCulture)),
        ("operations", Text(result.Operations)),
        ("epochs", Text(result.Epochs)),
        ("virtual hours", result.Virtual.TotalHours.ToString("#,0.0", CultureInfo.InvariantCulture)),
        ("minutes", Minutes(result.Elapsed)),
        ("clients killed in the middle", Text(result.Crashes)),
        ("pulls that broke off and were begun again", Text(result.BrokenPulls)),
        .. Enum.GetValues<Verdict>().Select(verdict => (Words(verdict), Text(result.Verdicts.GetValueOrDefault(verdict)))),
        ("rows through the cmdlets", shell is null ? skipped : $"{Text(shell.Rows)}, in {Minutes(shell.Elapsed)} minutes"),
    ];

    private IEnumerable<string> Findings =>
    [
        .. result.Findings.First.Select(finding => finding.Epoch > 0 ? $"epoch {finding.Epoch}: {finding.Text}" : finding.Text),
        .. result.Findings.First.Select(finding => finding.Epoch).Distinct().Select(epoch =>
            "again: ./build.sh soak --seed " + result.Plan.Seed.ToString(CultureInfo.InvariantCulture) + (epoch > 0 ? $" --epoch {epoch}" : string.Empty)),
    ];

    private string Verdict => IsGood
        ? "soak: nothing lost, nothing doubled, nothing left open"
        : $"soak: {Text(result.Findings.Count)} findings";

    /// <summary>Writes soak/results.md.</summary>
    public Task WriteAsync(string path, string powerShell)
    {
        var text = new StringBuilder("# Results\n\n")
            .Append("Written by `./build.sh soak --save`. Time is virtual: whatever anybody waits for comes at once, and the hours are counted.\n")
            .Append("Samples are taken between epochs, after a collection, when nothing is under way; the first one ends the warm-up.\n\n")
            .Append(CultureInfo.InvariantCulture, $"**{Verdict}**\n\n| | |\n|---|---|\n");
        foreach (var (name, value) in Figures.Concat(Machine.Facts(powerShell)))
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Cell(value)} |\n");
        if (!IsGood)
            text.Append("\n## Findings\n\n").AppendJoin('\n', Findings.Select(finding => "- " + Cell(finding))).Append('\n');
        text.Append("\n## Through the client\n\n").AppendJoin('\n', SampleTable.Markdown(result.Samples)).Append('\n');
        if (shell is not null)
            text.Append("\n## Through the cmdlets\n\nOne PowerShell, a hundred sessions, by the machine's clock.\n\n").AppendJoin('\n', SampleTable.Markdown(shell.Samples)).Append('\n');
        text.Append("\n## Limits\n\nThe last sample beside the first; of memory, the lowest of the last three beside the lowest of the first three:\n\n").AppendJoin('\n', Limits.Describe().Select(limit => "- " + limit)).Append('\n');
        return File.WriteAllTextAsync(path, text.ToString());
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        Work.Verdict.Arrived => "rows told to have arrived (there exactly once)",
        Work.Verdict.Failed => "rows told to have failed (not there)",
        Work.Verdict.Uncertain => "rows told to be uncertain (there once at most)",
        _ => "rows of killed runs without a journal (there once at most)",
    };

    private static string Text(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Minutes(TimeSpan span) => span.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
