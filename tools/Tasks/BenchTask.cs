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

        // However this process ends, the bench sees its input end, ends its servers and removes its files.
        var start = new ProcessStartInfo("dotnet", [bench, "--stop-with-stdin", .. host, .. arguments])
        {
            WorkingDirectory = repository.Root,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start) ?? throw new CommandFailedException("The bench did not start.");
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
