namespace Kapture;

/// <summary>A row on its way back: a result, or the failure that it ended in.</summary>
/// <param name="Row">The number of the row, counted from 1.</param>
/// <param name="Target">Whatever the caller knows the row by.</param>
/// <param name="Result">What came of it; <see langword="null"/> for a failure.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> for a result.</param>
public sealed record BulkOutcome(int Row, object? Target, object? Result, KaptureException? Failure)
{
    /// <summary>What somebody should look at although the row arrived; mostly <see langword="null"/>.</summary>
    public string? Warning { get; init; }
}
