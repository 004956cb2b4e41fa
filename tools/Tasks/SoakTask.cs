using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KapturePS.Tasks;

/// <summary>Sends millions of rows through everything that can go wrong, and looks what is lost, doubled or left open.</summary>
internal static class SoakTask
{
    public static int Run(Repository repository, string[] arguments)
    {
        BuildTask.Run(repository);
        var powerShell = PowerShellHost.Find(repository);
        string[] host = powerShell is null ? [] : ["--powershell", string.Join(' ', [powerShell.Program, .. powerShell.FirstArguments])];
        var soak = Path.Combine(repository.Root, "artifacts", "bin", "KapturePS.Soak", Repository.Configuration.ToLowerInvariant(), "KapturePS.Soak.dll");

        // However this process ends, the soak sees its input end, ends its shell and removes its files.
        var start = new ProcessStartInfo("dotnet", [soak, "--stop-with-stdin", .. host, .. arguments])
        {
            WorkingDirectory = repository.Root,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start) ?? throw new CommandFailedException("The soak did not start.");
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
