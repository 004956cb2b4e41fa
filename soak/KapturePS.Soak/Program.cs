using System.Runtime.InteropServices;
using System.Text;
using KapturePS.Soak;

const int Success = 0;
const int Failure = 1;
const int Usage = 2;
const string Help = """
    usage: build.sh soak [--operations N] [--seed N] [--shell-rows N] [--save] [--epoch N] [--throttle N]

      --operations N   how many operations through the client (default: 2,000,000)
      --seed N         where chance begins (default: another one each time; it is printed)
      --shell-rows N   how many rows through the cmdlets, where there is a PowerShell (default: 100,000; 0 for none)
      --save           writes soak/results.md
      --epoch N        that epoch alone, as in the whole soak of the seed; which request a fault hits depends on the threads
      --throttle N     so many rows at once; with 1 an epoch goes nearly the same way each time

    The exit code is 1 where a row was lost or doubled, or something was left open or grew.
    """;

Console.OutputEncoding = Encoding.UTF8;
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = Options.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(Help);
        return Success;
    }

    if (options.StopWithInput)
        _ = StopWithInputAsync();
    return await new Conductor(options).RunAsync(stop.Token) ? Success : Failure;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Help);
    return Usage;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return Failure;
}

async Task StopWithInputAsync()
{
    using var input = Console.OpenStandardInput();
    await input.CopyToAsync(Stream.Null);
    stop.Cancel();
}

// An orderly end: children are ended, files removed.
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
