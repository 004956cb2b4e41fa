using System.Globalization;
using System.Xml.Linq;

namespace KapturePS.Tasks;

/// <summary>Runs tests with dotnet test and counts them.</summary>
internal static class XunitTests
{
    /// <summary>Runs the tests of a project or a solution that is built.</summary>
    /// <param name="repository">Where things are.</param>
    /// <param name="target">The project or the solution.</param>
    /// <param name="name">What the run is called among the results.</param>
    /// <param name="options">What else dotnet test is to know.</param>
    public static Counts Run(Repository repository, string target, string name, params string[] options)
    {
        var results = Path.Combine(repository.TestResults, name);
        var exitCode = Command.Run(repository, "dotnet",
            ["test", target, "--no-build", "--configuration", Repository.Configuration, "--nologo", "--logger", "trx", "--results-directory", results, .. options]);

        var counts = default(Counts);
        foreach (var file in Directory.Exists(results) ? Directory.GetFiles(results, "*.trx") : [])
            counts += ReadTrx(file);

        // A test host that dies counts nothing: its silence must not pass.
        return exitCode != 0 && counts.Failed == 0 ? counts with { Failed = 1 } : counts;
    }

    private static Counts ReadTrx(string file)
    {
        var counters = XDocument.Load(file).Descendants().Single(element => element.Name.LocalName == "Counters");
        int Number(string name) => int.Parse(counters.Attribute(name)!.Value, CultureInfo.InvariantCulture);

        // What ran and did not pass has failed, whatever it is called: failed, error, timeout, aborted.
        return new Counts(Number("passed"), Number("executed") - Number("passed"), Number("total") - Number("executed"));
    }
}
