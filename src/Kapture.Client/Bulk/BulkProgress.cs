namespace Kapture;

/// <summary>How far a run has come.</summary>
/// <param name="Done">Rows whose outcome is known, failed ones among them.</param>
/// <param name="Failed">Rows that failed.</param>
/// <param name="Elapsed">The time since the run began.</param>
/// <param name="Expected">How many rows there will be; <see langword="null"/> where nobody knows.</param>
public readonly record struct BulkProgress(long Done, long Failed, TimeSpan Elapsed, long? Expected)
{
    // In seconds; a bold expectation at a low rate is more than a time span holds.
    private const double Longest = int.MaxValue;

    /// <summary>Rows a second, since the run began.</summary>
    public double RowsPerSecond => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>How much of it is done, from 0 to 1; <see langword="null"/> where nobody knows how much there is.</summary>
    public double? Fraction => Expected is > 0 ? Math.Min(1, (double)Done / Expected.Value) : null;

    /// <summary>How long the rest will take at this rate; <see langword="null"/> where nobody knows.</summary>
    public TimeSpan? Remaining => Expected is { } expected && RowsPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Min(Longest, Math.Max(0, expected - Done) / RowsPerSecond))
        : null;
}
