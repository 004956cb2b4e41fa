using System.Runtime.InteropServices;
using Kapture.Emulator.Server;

using var stop = new CancellationTokenSource();

// Both end in an orderly stop, and exit code 0.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

return await ServerProgram.RunAsync(args, Console.OpenStandardInput(), Console.Out, Console.Error, stop.Token).ConfigureAwait(false);

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
