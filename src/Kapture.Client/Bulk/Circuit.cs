namespace Kapture;

/// <summary>Notices that nobody answers any more: what follows would only wait as long, row by row.</summary>
/// <param name="limit">After how many rows in succession that found nobody the run is to end.</param>
internal sealed class Circuit(int limit)
{
    private int _inSuccession;

    /// <summary>Looks at what came of a row, and says whether the run is to end.</summary>
    public bool IsBrokenBy(BulkOutcome outcome)
    {
        _inSuccession = outcome.Failure is { IsUnreachable: true } ? _inSuccession + 1 : 0;
        return _inSuccession >= limit;
    }
}
