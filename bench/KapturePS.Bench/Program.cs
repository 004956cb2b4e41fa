using System.Runtime.InteropServices;
using System.Text;
using KapturePS.Bench;

if (args is [PeerProgram.Argument, ..])
    return await PeerProgram.RunAsync(args);

const int Success = 0;
const int Failure = 1;
const int Usage = 2;
const string Help = """
    usage: build.sh bench [NAME ...] [--rounds N] [--rows N]

      NAME         lines to measure, wildcards allowed: 'cmdlet.add.vs_*' (default: all)
      --rounds N   rounds in place of each line's own number
      --rows N     N rows in place of 20,000, every other size in proportion: to try the bench, not to judge by

    All lines at full size are written to bench/results.md. The exit code is 1 where a measurement went wrong; a bar that
    is not met is reported, and no failure of the bench.
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
        Console.WriteLine();
        foreach (var line in Lines.All)
            Console.WriteLine($"  {line.Name,-34}{line.Bar?.ToString() ?? "-",-8}{line.Meaning}");
        return Success;
    }

    if (options.StopWithInput)
        _ = StopWithInputAsync();
    using var places = Places.Find();
    return await new Conductor(new Workbench(options, places)).RunAsync(stop.Token) ? Success : Failure;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Help);
    return Usage;
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return Failure;
}
catch (OperationCanceledException)
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
