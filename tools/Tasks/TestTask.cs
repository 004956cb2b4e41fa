using System.Globalization;
using System.Text.RegularExpressions;

namespace KapturePS.Tasks;

/// <summary>Runs every test and ends with one line that counts them.</summary>
internal static partial class TestTask
{
    private const int PesterMissing = 3;

    // One suite, run in each generation of the API.
    private static readonly string[] _dialects = ["V1", "Legacy"];

    public static int Run(Repository repository)
    {
        BuildTask.Run(repository);
        if (Directory.Exists(repository.TestResults))
            Directory.Delete(repository.TestResults, recursive: true);
        var counts = XunitTests.Run(repository, repository.Solution, "net") + MonoTests.Run(repository) + RunPester(repository);
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "tests: {0} passed, {1} failed, {2} skipped", counts.Passed, counts.Failed, counts.Skipped));
        return counts.Failed == 0 && counts.Passed > 0 ? 0 : 1;
    }

    private static Counts RunPester(Repository repository)
    {
        if (PowerShellHost.Find(repository) is not { } powerShell)
            return SkipPester(repository);

        var counts = default(Counts);
        foreach (var dialect in _dialects)
        {
            if (RunPester(repository, powerShell, dialect) is not { } run)
                return SkipPester(repository);
            counts += run;
        }

        return counts;
    }

    // Null where there is no Pester to run.
    private static Counts? RunPester(Repository repository, PowerShellHost powerShell, string dialect)
    {
        var suite = Path.Combine(repository.PesterSuite, "Invoke-Suite.ps1");
        var (exitCode, lines) = Command.RunAndListen(repository, powerShell.Program, powerShell.Arguments(suite, "-Dialect", dialect));
        if (exitCode == PesterMissing)
            return null;
        var summary = lines.Select(line => PesterSummary().Match(line)).LastOrDefault(match => match.Success && match.Groups["dialect"].Value == dialect);
        if (summary is null)
            return new Counts(0, 1, 0);
        int Number(string name) => int.Parse(summary.Groups[name].Value, CultureInfo.InvariantCulture);
        return new Counts(Number("passed"), Math.Max(Number("failed"), exitCode == 0 ? 0 : 1), Number("skipped"));
    }

    // Each It counts once, though it may stand for several cases, and most of them run in both dialects: only a run knows how many.
    private static Counts SkipPester(Repository repository)
    {
        Console.WriteLine("The Pester tests are skipped.");
        var tests = Directory.GetFiles(repository.PesterSuite, "*.Tests.ps1").SelectMany(File.ReadLines).Count(line => PesterTest().IsMatch(line));
        return new Counts(0, 0, tests);
    }

    [GeneratedRegex(@"^pester \((?<dialect>\w+)\): (?<passed>\d+) passed, (?<failed>\d+) failed, (?<skipped>\d+) skipped$")]
    private static partial Regex PesterSummary();

    [GeneratedRegex(@"^\s*It\s+['""]")]
    private static partial Regex PesterTest();
}
