namespace KapturePS.Bench;

/// <summary>What every measurement uses: the sizes, the files, the shells, the board.</summary>
internal sealed class Workbench(Options options, Places places)
{
    private const int WarmUpRows = 50_000;
    private const int WarmUpDays = 90;
    private const int WarmUpRounds = 3;

    private readonly Dictionary<string, string> _files = [];

    public Options Options { get; } = options;

    public Places Places { get; } = places;

    public Board Board { get; } = new();

    /// <summary>Whether a line was asked for and is not known yet.</summary>
    public bool Wants(string line) => Options.Wants(line) && !Board.Has(line);

    /// <summary>Writes a line down, where it was asked for.</summary>
    public void Measured(string line, IEnumerable<double> rounds)
    {
        if (Wants(line))
            Board.Measured(line, [.. rounds]);
    }

    /// <summary>The PowerShell to measure in.</summary>
    /// <exception cref="NotMeasuredException">There is none.</exception>
    public PowerShellRun PowerShell => field ??= Options.PowerShell.Count > 0
        ? new PowerShellRun(Places, Options.PowerShell)
        : throw new NotMeasuredException("no PowerShell");

    /// <summary>A CSV file of so many rows.</summary>
    public Task<string> CsvAsync(int rows, CancellationToken cancellationToken) =>
        FileAsync($"customers-{rows}.csv", path => CsvFile.WriteAsync(path, rows, cancellationToken));

    /// <summary>The bodies of so many rows.</summary>
    public Task<string> BodiesAsync(int rows, CancellationToken cancellationToken) =>
        FileAsync($"bodies-{rows}.json", path => BodyFile.WriteAsync(path, rows, cancellationToken));

    /// <summary>Starts an emulator, and warms it up: whoever comes first must not pay for its compiling.</summary>
    public async Task<EmulatorProcess> StartEmulatorAsync(CancellationToken cancellationToken, int latency = 0)
    {
        var emulator = await EmulatorProcess.StartAsync(Places, latency, null, cancellationToken).ConfigureAwait(false);
        var bodies = await BodiesAsync(latency == 0 ? WarmUpRows : WarmUpRows / 50, cancellationToken).ConfigureAwait(false);
        await ChildProcess.RunAsync(PeerProgram.AsChild(PeerProgram.ColdRaw(emulator.BaseUri, bodies)), cancellationToken).ConfigureAwait(false);
        return emulator;
    }

    /// <summary>Starts an emulator that has customers already, and warms it up by pulling of them.</summary>
    public async Task<EmulatorProcess> StartEmulatorAsync(Seed seed, CancellationToken cancellationToken, int latency = 0)
    {
        var emulator = await EmulatorProcess.StartAsync(Places, latency, seed, cancellationToken).ConfigureAwait(false);
        var days = seed.Part(0, Math.Min(seed.Days, WarmUpDays));

        // Thousands of pages, or its runtime would still compile while the first rounds run; a slow one has time for that.
        var warmUp = latency == 0 ? PullProgram.InTurn(emulator.BaseUri, days, WarmUpRounds) : PullProgram.Raw(emulator.BaseUri, days, Service.Concurrency);
        await PullProgram.RunAsync(warmUp, cancellationToken).ConfigureAwait(false);
        return emulator;
    }

    /// <summary>Says what goes on. Not on standard output, which has the figures alone.</summary>
    public static void Log(string text) => Console.Error.WriteLine("  " + text);

    // Made when first needed, before any clock runs.
    private async Task<string> FileAsync(string name, Func<string, Task> write)
    {
        if (!_files.TryGetValue(name, out var path))
        {
            path = Places.ScratchFile(name);
            await write(path).ConfigureAwait(false);
            _files[name] = path;
        }

        return path;
    }
}
