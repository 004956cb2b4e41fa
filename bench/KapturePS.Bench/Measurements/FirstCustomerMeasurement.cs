namespace KapturePS.Bench;

/// <summary>How long somebody waits for the first customer of the first pull of a session, beside a page that is merely downloaded.</summary>
internal sealed class FirstCustomerMeasurement : Measurement
{
    private const int Rounds = 7;
    private const int Pages = 9;
    private const int Latency = 50;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.FirstVsPage];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        _ = bench.PowerShell;
        var seed = Pull.Quarter(bench);
        var days = seed.Part(0, seed.Days);
        var emulator = await bench.StartEmulatorAsync(seed, cancellationToken, Latency).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        string[] arguments = ["-Module", bench.Places.Module, .. Pull.Arguments(emulator, days)];
        var rounds = new List<double>();

        // The first round reads the files into the system's cache; it does not count.
        for (var round = 0; round <= bench.Options.Rounds(Rounds); round++)
        {
            var pages = await PullProgram.RunAsync(PullProgram.Page(emulator.BaseUri, days, Pages), cancellationToken).ConfigureAwait(false);
            var page = Board.Median([.. pages.Select(result => result.Seconds)]);
            var first = await bench.PowerShell.RunAsync("Get-FirstCustomer.ps1", arguments, cancellationToken).ConfigureAwait(false);
            if (first.Succeeded != 1)
                throw new BenchException("Get-FirstCustomer.ps1 saw no customer.");
            Workbench.Log(FormattableString.Invariant($"first customer: {first.Seconds * 1000:0} ms, a page {page * 1000:0.0} ms"));
            if (round > 0)
                rounds.Add(first.Seconds / page);
        }

        bench.Measured(Lines.FirstVsPage, rounds);
    }
}
