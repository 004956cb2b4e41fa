namespace Kapture;

/// <summary>
/// Which pages of a day to ask for next. The service may cap a page, and nobody knows how many there are: pages follow one
/// another, and are asked for side by side only once they have shown how many customers each holds.
/// </summary>
/// <param name="pageSize">The most customers that a page is asked to hold.</param>
/// <param name="widest">The most pages to ask for side by side.</param>
internal sealed class PageSteps(int pageSize, int widest)
{
    private int _stride;
    private int _last;
    private int _reach;

    /// <summary>How many customers to pass over: where the next page begins.</summary>
    public int Offset { get; private set; }

    /// <summary>How many pages may be asked for side by side.</summary>
    public int Width { get; private set; } = 1;

    /// <summary>Whether there is nothing more.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Whether the next page lies behind all that have come.</summary>
    public bool IsBeyondAll => Offset >= _reach;

    /// <summary>Where a page behind the next begins, if those before it hold as many as pages did so far.</summary>
    public int OffsetOf(int page) => Offset + (page * _stride);

    /// <summary>Takes in how many customers came on the pages that were asked for.</summary>
    /// <param name="counts">Of each page, in their order.</param>
    /// <param name="haveMoved">Whether pages move while they are read: then one behind the next proves nothing.</param>
    public void Take(IReadOnlyList<int> counts, bool haveMoved)
    {
        for (var i = 0; i < counts.Count; i++)
            _reach = Math.Max(_reach, OffsetOf(i) + counts[i]);

        // A page joins the one before it only where that one held as many as was assumed.
        var joined = 1;
        while (!haveMoved && joined < counts.Count && counts[joined - 1] == _stride)
            joined++;

        // A short page proves nothing, an empty one does.
        IsEnd = counts[joined - 1] == 0;
        for (var i = 0; i < joined; i++)
            Offset += counts[i];

        var last = counts[joined - 1];
        var isRegular = !haveMoved && joined == counts.Count && (last == pageSize || last == _last);
        _stride = last;
        _last = last;
        Width = isRegular ? Math.Min(Width * 2, widest) : 1;
    }
}
