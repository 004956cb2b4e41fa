using System.Collections.Concurrent;

namespace Kapture;

/// <summary>What the days of a pull share: requests in flight, customers that wait to be read, and how pages came so far.</summary>
internal sealed class PullPace(CustomerPull pull)
{
    private readonly ConcurrentBag<KnownCustomers> _known = [];
    private volatile PageHabit? _habit;

    /// <summary>The requests in flight.</summary>
    public PullLanes Lanes { get; } = new(pull.DaysAhead);

    /// <summary>How much may wait to be read.</summary>
    public PullRoom Room { get; } = new((int)Math.Min(int.MaxValue, (long)pull.PageSize * pull.DaysAhead));

    /// <summary>How pages came on the last day that was fetched; <see langword="null"/> before there was one, or where it showed nothing.</summary>
    public PageHabit? Habit
    {
        get => _habit;
        set => _habit = value;
    }

    /// <summary>Gives an empty place for what is known of a day; one that has grown to the size of a day need not grow again.</summary>
    public KnownCustomers RentKnown() => _known.TryTake(out var known) ? known : new KnownCustomers();

    /// <summary>Takes it back.</summary>
    public void Return(KnownCustomers known)
    {
        known.Clear();
        _known.Add(known);
    }
}

/// <summary>How the pages of a day came.</summary>
/// <param name="Stride">How many customers a page held.</param>
/// <param name="Pages">How many pages there were.</param>
internal sealed record PageHabit(int Stride, int Pages);
