namespace Kapture;

/// <summary>
/// Which pages of a day to ask for next. The service may cap a page, and nobody knows how many there are: pages follow one
/// another, and are asked for side by side only once they have shown how many customers each holds.
/// </summary>
/// <param name="pageSize">The most customers that a page is asked to hold.</param>
/// <param name="widest">The most pages to ask for side by side.</param>
/// <param name="habit">How the pages of an earlier day came; <see langword="null"/> where nobody knows.</param>
internal sealed class PageSteps(int pageSize, int widest, PageHabit? habit = null)
{
    private int _stride = habit?.Stride ?? 0;
    private int _last = habit?.Stride ?? 0;
    private int _shown;
    private int _pages;

    /// <summary>How many customers to pass over: where the next page begins.</summary>
    public int Offset { get; private set; }

    /// <summary>How many pages may be asked for side by side.</summary>
    public int Width { get; private set; } = Math.Min(habit?.Pages ?? 1, widest);

    /// <summary>Whether there is nothing more.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>How the pages came; <see langword="null"/> where they have not shown how many customers each holds.</summary>
    public PageHabit? Habit => _shown > 0 ? new PageHabit(_shown, _pages) : null;

    /// <summary>Where a page behind the next begins, if those before it hold as many as pages did so far.</summary>
    public int OffsetOf(int page) => Offset + (page * _stride);

    /// <summary>Takes in how many customers came on the pages that were asked for.</summary>
    /// <param name="counts">Of each page, in their order.</param>
    /// <param name="haveMoved">Whether pages move while they are read: then one behind the next proves nothing.</param>
    public void Take(IReadOnlyList<int> counts, bool haveMoved)
    {
        // A page joins the one before it only where that one held as many as was assumed.
        var joined = 1;
        while (!haveMoved && joined < counts.Count && counts[joined - 1] == _stride)
            joined++;

        // A short page proves nothing, an empty one does.
        IsEnd = counts[joined - 1] == 0;
        for (var i = 0; i < joined; i++)
            Pass(counts[i]);

        var isRegular = !haveMoved && joined == counts.Count && _last == _shown;
        _stride = _last;
        Width = isRegular ? NextWidth() : 1;
    }

    // Twice as many each time, but where the earlier day ended, this one most likely does: a page behind the end is asked for in vain.
    private int NextWidth()
    {
        var left = (habit?.Pages ?? 0) - _pages;
        return left == 0 ? 1 : Math.Min(Math.Min(Width * 2, widest), left > 0 ? left : int.MaxValue);
    }

    // A page that is full, or as long as the one before it, shows how many customers a page holds.
    private void Pass(int count)
    {
        if (count == 0)
            return;
        if (count == pageSize || count == _last)
            _shown = count;
        _last = count;
        _pages++;
        Offset += count;
    }
}
