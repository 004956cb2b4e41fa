namespace Kapture;

/// <summary>What the days of a pull share: how many requests may be in flight together, how much may wait to be read, and how pages came so far.</summary>
internal sealed class PullLanes(CustomerPull pull) : IDisposable
{
    private readonly SemaphoreSlim _free = new(pull.DaysAhead);
    private volatile PageHabit? _habit;

    /// <summary>The most requests in flight.</summary>
    public int Count => pull.DaysAhead;

    /// <summary>How much may wait to be read.</summary>
    public PullRoom Room { get; } = new((int)Math.Min(int.MaxValue, (long)pull.PageSize * pull.DaysAhead));

    /// <summary>How pages came on the last day that was fetched; <see langword="null"/> before there was one.</summary>
    public PageHabit? Habit
    {
        get => _habit;
        set => _habit = value;
    }

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public bool TryEnter() => _free.Wait(0, CancellationToken.None);

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}

/// <summary>How the pages of a day came.</summary>
/// <param name="Stride">How many customers a page held.</param>
/// <param name="Pages">How many pages there were.</param>
internal sealed record PageHabit(int Stride, int Pages);
