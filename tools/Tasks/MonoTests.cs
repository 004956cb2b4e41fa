using System.Text.RegularExpressions;

namespace KapturePS.Tasks;

/// <summary>Runs the client's tests in their build for .NET Framework, under Mono. On Windows they are among the others.</summary>
internal static partial class MonoTests
{
    public static Counts Run(Repository repository)
    {
        if (OperatingSystem.IsWindows())
            return default;
        if (Missing() is not { } missing)
            return XunitTests.Run(repository, repository.ClientTests, "net472", "--framework", "net472", "-p:UseMono=true");

        Console.WriteLine($"{missing} The client's tests for .NET Framework are skipped.");
        var tests = Directory.GetFiles(repository.ClientTests, "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadLines).Count(line => Test().IsMatch(line));
        return new Counts(0, 0, tests);
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
