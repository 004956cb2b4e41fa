using System.Text.Json;

namespace KapturePS.Bench;

/// <summary>Runs scripts, each in a fresh PowerShell that loads nobody's profile.</summary>
/// <param name="places">Where the scripts are.</param>
/// <param name="host">A PowerShell and its first arguments.</param>
internal sealed class PowerShellRun(Places places, IReadOnlyList<string> host)
{
    private Setup? _setup;

    /// <summary>Runs a measured script.</summary>
    /// <param name="script">The name of its file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchException">It failed.</exception>
    public async Task<ScriptResult> RunAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ScriptResult.Parse(await RunFileAsync(script, arguments, cancellationToken).ConfigureAwait(false));

    /// <summary>Runs a command line, and times the whole process.</summary>
    /// <returns>Seconds.</returns>
    /// <exception cref="BenchException">It failed.</exception>
    public async Task<double> TimeCommandAsync(string command, CancellationToken cancellationToken) =>
        (await ChildProcess.RunAsync([.. Shell, "-Command", command], cancellationToken).ConfigureAwait(false)).Seconds;

    /// <summary>What there is to measure, asked once.</summary>
    public async Task<Setup> GetSetupAsync(CancellationToken cancellationToken)
    {
        if (_setup is null)
        {
            var json = await RunFileAsync("Test-Setup.ps1", ["-Module", places.Module, "-EmptyCmdlet", places.EmptyCmdlet], cancellationToken).ConfigureAwait(false);
            _setup = JsonSerializer.Deserialize<Setup>(json)!;
        }

        return _setup;
    }

    private IEnumerable<string> Shell => [.. host, "-NoProfile", "-NonInteractive"];

    private async Task<string> RunFileAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        (await ChildProcess.RunAsync([.. Shell, "-File", places.Script(script), .. arguments], cancellationToken).ConfigureAwait(false)).Output;
}

/// <summary>What there is to measure.</summary>
/// <param name="PowerShell">The version.</param>
/// <param name="HasJournal">Whether New-KaptureCustomer keeps a journal.</param>
/// <param name="Missing">Parameters that the empty cmdlet lacks.</param>
/// <param name="Surplus">Parameters that only the empty cmdlet has.</param>
internal sealed record Setup(string PowerShell, bool HasJournal, string[] Missing, string[] Surplus);

/// <summary>What a measured script says of itself.</summary>
/// <param name="Seconds">What its pipeline took.</param>
/// <param name="Succeeded">The results that it gave.</param>
/// <param name="Failed">The errors that it gave.</param>
/// <param name="PeakBytes">The peak working set of its process.</param>
/// <param name="Requests">The requests that the emulator counted meanwhile, where the script asked it.</param>
internal sealed record ScriptResult(double Seconds, int Succeeded, int Failed, long PeakBytes, int Requests = 0)
{
    /// <summary>Reads its last line.</summary>
    /// <exception cref="BenchException">It says something else.</exception>
    public static ScriptResult Parse(string output)
    {
        var last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? string.Empty;
        try
        {
            return JsonSerializer.Deserialize<ScriptResult>(last) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new BenchException($"A measured script ended with '{last}' in place of its figures.");
        }
    }
}
