namespace KapturePS.Soak.Clock;

/// <summary>A clock that stands still until somebody moves it on to the next timer that is due.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset _start = new(2024, 6, 15, 6, 30, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly SortedSet<VirtualTimer> _timers = new(Comparer<VirtualTimer>.Create(static (one, other) => one.CompareTo(other)));
    private DateTimeOffset _now = _start;
    private long _changes;

    /// <summary>How far the clock has come.</summary>
    public TimeSpan Elapsed => GetUtcNow() - _start;

    /// <summary>How many timers are set.</summary>
    public int Timers
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    /// <summary>Grows whenever a timer is set, fired or taken back.</summary>
    public long Changes => Volatile.Read(ref _changes);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next timer and fires it, on a thread of the pool as the system does.</summary>
    public void FireNext()
    {
        lock (_gate)
        {
            if (_timers.Min is not { } next)
                return;
            _timers.Remove(next);
            _now = next.Due > _now ? next.Due : _now;
            _changes++;
            ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), next, preferLocal: false);
        }
    }

    /// <summary>Moves on where nobody waits.</summary>
    public void Advance(TimeSpan by)
    {
        lock (_gate)
            _now += by;
    }

    private void Set(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            _changes++;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = _now + dueTime;
            timer.Number = _changes;
            _timers.Add(timer);
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public long Number { get; set; }

        public int CompareTo(VirtualTimer other) => Due == other.Due ? Number.CompareTo(other.Number) : Due.CompareTo(other.Due);

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("Nothing that soaks has a timer that repeats itself.");
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
