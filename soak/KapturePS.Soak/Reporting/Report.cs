using System.Globalization;
using KapturePS.Soak.Work;

namespace KapturePS.Soak.Reporting;

/// <summary>What a soak has to say in the end.</summary>
internal sealed class Report(SoakResult result)
{
    /// <summary>Whether nothing was found.</summary>
    public bool IsGood => result.Findings.Count == 0;

    /// <summary>The figures.</summary>
    public IEnumerable<(string Name, string Value)> Figures =>
    [
        ("seed", Text(result.Plan.Seed)),
        ("operations", Text(result.Operations)),
        ("epochs", Text(result.Epochs)),
        ("virtual hours", result.Virtual.TotalHours.ToString("#,0.0", CultureInfo.InvariantCulture)),
        ("minutes", result.Elapsed.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture)),
        ("clients killed in the middle", Text(result.Crashes)),
        ("pulls that broke off and were begun again", Text(result.BrokenPulls)),
        .. Enum.GetValues<Verdict>().Select(verdict => (Words(verdict), Text(result.Verdicts.GetValueOrDefault(verdict)))),
    ];

    /// <summary>What was found, with the way to see it again.</summary>
    public IEnumerable<string> Findings =>
    [
        .. result.Findings.First.Select(finding => $"epoch {finding.Epoch}: {finding.Text}"),
        .. result.Findings.First.Select(finding => finding.Epoch).Distinct().Select(epoch => $"again: ./build.sh soak --seed {result.Plan.Seed} --epoch {epoch}"),
    ];

    /// <summary>The verdict in one line.</summary>
    public string Verdict => IsGood
        ? "soak: nothing lost, nothing doubled, nothing left open"
        : $"soak: {result.Findings.Count} findings";

    /// <summary>All of it.</summary>
    public IEnumerable<string> Lines =>
        [.. Figures.Select(figure => $"{figure.Name}: {figure.Value}"), .. Findings, Verdict];

    private static string Words(Verdict verdict) => verdict switch
    {
        Work.Verdict.Arrived => "rows told to have arrived (there exactly once)",
        Work.Verdict.Failed => "rows told to have failed (not there)",
        Work.Verdict.Uncertain => "rows told to be uncertain (there once at most)",
        _ => "rows of killed runs without a journal (there once at most)",
    };

    private static string Text(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
