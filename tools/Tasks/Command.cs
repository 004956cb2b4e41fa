using System.Diagnostics;

namespace KapturePS.Tasks;

/// <summary>Runs programs; what they print goes through as it comes.</summary>
internal static class Command
{
    /// <summary>Runs a program that must succeed.</summary>
    public static void MustRun(Repository repository, string program, params string[] arguments)
    {
        var exitCode = Run(repository, program, arguments);
        if (exitCode != 0)
            throw new CommandFailedException($"{program} {string.Join(' ', arguments)} ended with {exitCode}.");
    }

    /// <summary>Runs a program and gives its exit code.</summary>
    public static int Run(Repository repository, string program, params string[] arguments)
    {
        using var process = Start(repository, program, arguments, redirect: false);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Runs a program, passes its output on line by line, and gives the lines too.</summary>
    public static (int ExitCode, List<string> Lines) RunAndListen(Repository repository, string program, params string[] arguments)
    {
        using var process = Start(repository, program, arguments, redirect: true);
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            Console.WriteLine(line);
        }

        process.WaitForExit();
        return (process.ExitCode, lines);
    }

    /// <summary>Whether a program is on the PATH.</summary>
    public static bool Exists(string program) => Find(program) is not null;

    /// <summary>Where on the PATH a program lies.</summary>
    public static string? Find(string program)
    {
        var names = OperatingSystem.IsWindows() ? new[] { program + ".exe", program + ".cmd" } : [program];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static Process Start(Repository repository, string program, string[] arguments, bool redirect)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = redirect,
        };
        return Process.Start(start) ?? throw new CommandFailedException($"{program} did not start.");
    }
}

/// <summary>Something that had to succeed did not.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
