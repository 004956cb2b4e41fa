using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KapturePS.Tasks;

/// <summary>Runs a program of the repository's own that takes minutes and starts others: the bench, or the soak.</summary>
internal static class ProgramTask
{
    /// <param name="repository">The repository.</param>
    /// <param name="name">The program's project.</param>
    /// <param name="arguments">What the caller asked for.</param>
    /// <returns>The program's exit code.</returns>
    public static int Run(Repository repository, string name, string[] arguments)
    {
        BuildTask.Run(repository);
        var powerShell = PowerShellHost.Find(repository);
        string[] host = powerShell is null ? [] : ["--powershell", string.Join(' ', [powerShell.Program, .. powerShell.FirstArguments])];
        var program = Path.Combine(repository.Root, "artifacts", "bin", name, Repository.Configuration.ToLowerInvariant(), name + ".dll");

        // However this process ends, the program sees its input end, ends what it has started and removes its files.
        var start = new ProcessStartInfo("dotnet", [program, "--stop-with-stdin", .. host, .. arguments])
        {
            WorkingDirectory = repository.Root,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start) ?? throw new CommandFailedException($"{name} did not start.");
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        process.WaitForExit();
        return process.ExitCode;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            process.StandardInput.Close();
        }
    }
}
