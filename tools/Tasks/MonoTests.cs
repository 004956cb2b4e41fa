using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KapturePS.Tasks;

/// <summary>
/// Runs the client's tests in their build for .NET Framework: under Mono, with xunit's own runner. On Windows, dotnet test runs
/// them in the framework itself.
/// </summary>
internal static partial class MonoTests
{
    public static Counts Run(Repository repository)
    {
        if (OperatingSystem.IsWindows())
            return default;
        if (Missing() is { } missing)
        {
            Console.WriteLine($"{missing} The client's tests for .NET Framework are skipped.");
            var tests = Directory.GetFiles(repository.ClientTests, "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadLines).Count(line => Test().IsMatch(line));
            return new Counts(0, 0, tests);
        }

        var folder = repository.Output("Kapture.Client.Tests", "net472");
        var results = Path.Combine(repository.TestResults, "net472.xml");
        var exitCode = Command.Run(repository, "mono", Path.Combine(folder, "runner", "xunit.console.exe"), Path.Combine(folder, "Kapture.Client.Tests.dll"),
            "-noappdomain", "-nologo", "-xml", results);
        if (!File.Exists(results))
            return new Counts(0, 1, 0);
        var counts = Read(XDocument.Load(results).Root!.Element("assembly")!);
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "mono (net472): {0} passed, {1} failed, {2} skipped", counts.Passed, counts.Failed, counts.Skipped));
        return exitCode != 0 && counts.Failed == 0 ? counts with { Failed = 1 } : counts;
    }

    private static Counts Read(XElement assembly)
    {
        int Number(string name) => int.Parse(assembly.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        return new Counts(Number("passed"), Number("failed") + Number("errors"), Number("skipped"));
    }

    // Debian's mono-runtime alone lacks the assemblies through which libraries for .NET Standard find the framework.
    private static string? Missing()
    {
        if (Command.Find("mono") is not { } mono)
            return "There is no Mono on this machine.";
        var facade = Path.Combine(Path.GetDirectoryName(mono)!, "..", "lib", "mono", "4.5", "Facades", "System.Runtime.dll");
        return File.Exists(facade) ? null : "The Mono of this machine lacks its facades (Debian's mono-devel has them).";
    }

    [GeneratedRegex(@"^\s*\[(Fact|Theory)\b")]
    private static partial Regex Test();
}
