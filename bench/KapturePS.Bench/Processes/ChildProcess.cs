using System.Diagnostics;

namespace KapturePS.Bench;

/// <summary>Runs programs to their end, and leaves none behind.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program.</summary>
    /// <returns>What it printed, and the seconds from before its start to after its end.</returns>
    /// <exception cref="BenchException">It did not start, or it failed.</exception>
    public static async Task<(string Output, double Seconds)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(command);
        process.StandardInput.Close();
        try
        {
            // Read side by side, or a full pipe would hold the child up.
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var elapsed = watch.Elapsed;
            await Task.WhenAll(output, error).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new BenchException($"{Name(command)} ended with {process.ExitCode}: {Summary(await error.ConfigureAwait(false) + await output.ConfigureAwait(false))}");
            return (await output.ConfigureAwait(false), elapsed.TotalSeconds);
        }
        finally
        {
            Kill(process);
        }
    }

    /// <summary>Starts a program with its streams redirected; it reaches this machine alone, without a proxy.</summary>
    /// <exception cref="BenchException">It did not start.</exception>
    public static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchException($"{command[0]} did not start: {e.Message}");
        }
    }

    /// <summary>Ends a program and what it started, if it still runs.</summary>
    public static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }

    // The script or the assembly where there is one: the whole command would hide what went wrong.
    private static string Name(IReadOnlyList<string> command) =>
        Path.GetFileName(command.FirstOrDefault(argument => Path.GetExtension(argument) is ".ps1" or ".py" or ".dll") ?? command[0]);

    private static string Summary(string error)
    {
        const int Longest = 600;
        var text = string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }
}
