namespace Kapture;

/// <summary>
/// How many customers may be on their way or wait to be read: so many of the day that is read, whatever the others hold, and
/// so many of all days together for the others, the earlier first. There is little room to begin with, and more where the
/// reader has to wait: who reads slowly needs nothing kept for him, a quick reader some, and a far service much.
/// </summary>
/// <param name="least">The room to begin with.</param>
internal sealed class PullRoom(int least)
{
    private const int Least = 1024;
    private const int MostForTheQuick = 2048;
    private const int MostForTheFar = 8192;

    // A reader who waits longer waits for the machine; and one who waits as long as this, for the network.
    private static readonly TimeSpan _wait = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _longWait = TimeSpan.FromMilliseconds(20);

    private readonly DayWaiters _waiters = new();
    private readonly object _gate = new();
    private readonly Dictionary<int, int> _takenBy = [];
    private int _limit = Math.Min(Math.Max(least, Least), MostForTheFar);
    private int _taken;
    private int _reading;

    /// <summary>Takes room; waits for it.</summary>
    /// <param name="day">Whose it is, counted from 0.</param>
    /// <param name="customers">For how many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task EnterAsync(int day, int customers, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return TryTake(day, customers) ? Task.CompletedTask : _waiters.Add(day, customers).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes room, if there is any.</summary>
    public bool TryEnter(int day, int customers)
    {
        lock (_gate)
            return TryTake(day, customers);
    }

    /// <summary>Gives room back.</summary>
    public void Leave(int day, int customers)
    {
        lock (_gate)
        {
            Count(day, -customers);
            _waiters.Admit(TryTake);
        }
    }

    /// <summary>Says which day is read now.</summary>
    public void Read(int day)
    {
        lock (_gate)
        {
            _reading = day;
            _waiters.Admit(TryTake);
        }
    }

    /// <summary>Makes more room for a reader who has waited, if somebody waits for room meanwhile and there is not too much already.</summary>
    public void Waited(TimeSpan time)
    {
        if (time <= _wait)
            return;
        lock (_gate)
        {
            if (!_waiters.IsEmpty)
                _limit = Math.Max(_limit, Math.Min(_limit * 2, time > _longWait ? MostForTheFar : MostForTheQuick));
            _waiters.Admit(TryTake);
        }
    }

    private bool TryTake(int day, int customers)
    {
        // Who is read can always have a page, so that there is an end; and waits for nobody but his own reader.
        var fits = day == _reading
            ? !_takenBy.TryGetValue(day, out var own) || own + customers <= _limit
            : _taken + customers <= _limit && !_waiters.HasBefore(day);
        if (fits)
            Count(day, customers);
        return fits;
    }

    private void Count(int day, int customers)
    {
        _taken += customers;
        _takenBy.TryGetValue(day, out var before);
        if (before + customers == 0)
            _takenBy.Remove(day);
        else
            _takenBy[day] = before + customers;
    }
}
