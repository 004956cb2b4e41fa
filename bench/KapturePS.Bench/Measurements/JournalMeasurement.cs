namespace KapturePS.Bench;

/// <summary>What the journal costs: the same import with one and without, in turn.</summary>
internal sealed class JournalMeasurement : Measurement
{
    private const int Rows = 100_000;
    private const int Rounds = 5;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [Lines.JournalCost];

    /// <inheritdoc/>
    public override async Task RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        if (!(await bench.PowerShell.GetSetupAsync(cancellationToken).ConfigureAwait(false)).HasJournal)
            throw new NotMeasuredException("New-KaptureCustomer has no -Journal");
        var rows = bench.Options.Scale(Rows);
        var emulator = await bench.StartEmulatorAsync(cancellationToken).ConfigureAwait(false);
        await using var lifetime = emulator.ConfigureAwait(false);
        await Import.RunAsync(bench, emulator, rows, cancellationToken).ConfigureAwait(false); // warms the emulator up

        var rounds = new List<double>();
        for (var round = 0; round < bench.Options.Rounds(Rounds); round++)
        {
            var without = await Import.RunAsync(bench, emulator, rows, cancellationToken).ConfigureAwait(false);
            var journal = bench.Places.ScratchFile($"journal-{round}.jsonl");
            var with = await Import.RunAsync(bench, emulator, rows, cancellationToken, journal: journal).ConfigureAwait(false);
            if (new FileInfo(journal) is not { Exists: true, Length: > 0 })
                throw new BenchException("The import with -Journal left no journal.");
            File.Delete(journal);
            rounds.Add(with.Seconds / without.Seconds);
        }

        bench.Measured(Lines.JournalCost, rounds);
    }
}
