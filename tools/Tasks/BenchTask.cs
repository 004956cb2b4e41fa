using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KapturePS.Tasks;

/// <summary>Measures the module, the client and their peers side by side on this machine.</summary>
internal static class BenchTask
{
    public static int Run(Repository repository, string[] arguments)
    {
        BuildTask.Run(repository);
        var powerShell = PowerShellHost.Find(repository);
        string[] host = powerShell is null ? [] : ["--powershell", string.Join(' ', [powerShell.Program, .. powerShell.FirstArguments])];
        var bench = Path.Combine(repository.Root, "artifacts", "bin", "KapturePS.Bench", Repository.Configuration.ToLowerInvariant(), "KapturePS.Bench.dll");

        // A terminal's Ctrl+C reaches the bench too, which then ends its servers: wait for that. SIGTERM reaches only us.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [bench, .. host, .. arguments]) { WorkingDirectory = repository.Root })
            ?? throw new CommandFailedException("The bench did not start.");
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => process.Kill(entireProcessTree: true));
        process.WaitForExit();
        return process.ExitCode;
    }
}
