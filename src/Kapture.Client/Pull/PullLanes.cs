namespace Kapture;

/// <summary>The requests that the days of a pull may have in flight together; the earlier day goes first.</summary>
/// <param name="count">The most requests in flight.</param>
internal sealed class PullLanes(int count)
{
    private readonly DayWaiters _waiters = new();
    private readonly object _gate = new();
    private int _free = count;
    private int _last = int.MaxValue;

    /// <summary>The most requests in flight.</summary>
    public int Count { get; } = count;

    /// <summary>Takes a lane; waits for it.</summary>
    /// <param name="day">Whose it is, counted from 0. It stands in line when this returns.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task EnterAsync(int day, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return TryTake(day, 1) ? Task.CompletedTask : _waiters.Add(day, 1).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes a lane that is idle.</summary>
    public bool TryEnter(int day)
    {
        lock (_gate)
            return TryTake(day, 1);
    }

    /// <summary>Gives a lane back.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _free++;
            _waiters.Admit(TryTake);
        }
    }

    /// <summary>Lets no later day in any more: the reader will not get past this one.</summary>
    public void EndAt(int day)
    {
        lock (_gate)
            _last = Math.Min(_last, day);
    }

    private bool TryTake(int day, int amount)
    {
        if (day > _last || _free < amount || _waiters.HasBefore(day))
            return false;
        _free -= amount;
        return true;
    }
}
