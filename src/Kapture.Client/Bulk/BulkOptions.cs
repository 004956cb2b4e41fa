namespace Kapture;

/// <summary>How a <see cref="BulkWriter"/> writes.</summary>
public sealed class BulkOptions
{
    private static readonly MatchBy[] _both = [Kapture.MatchBy.Email, Kapture.MatchBy.Phone];

    private readonly IReadOnlyList<MatchBy> _matchBy = _both;

    /// <summary>How many rows are worked on at once; 8 by default.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>What is done with an added row whose customer is there already; <see cref="IfExists.Send"/> by default.</summary>
    public IfExists IfExists { get; init; }

    /// <summary>By what customers are looked up, in this order; by default both, the email first. A row needs one of them.</summary>
    public IReadOnlyList<MatchBy> MatchBy
    {
        get => _matchBy;
        init => _matchBy = value.Count > 0 ? value : _both;
    }

    /// <summary>
    /// Who looks customers up; by default whoever writes. Keys are made per API: the one that may add a customer may not find
    /// one. It must be of the same tenant; its dialect may be another.
    /// </summary>
    public KaptureClient? LookUpClient { get; init; }

    /// <summary>
    /// Opens what makes the run safe to kill and to run again; <see langword="null"/> for none. Called when the first row is
    /// added; the writer closes it.
    /// </summary>
    public Func<Journal>? OpenJournal { get; init; }
}
