namespace Kapture.Tests.Matrix;

/// <summary>
/// A clock for calls over real sockets: whoever waits a short while is told at once that it is over, and the clock jumps;
/// a time-out comes only when a test says so, however slow the machine is.
/// </summary>
internal sealed class HastyTime : TimeProvider
{
    /// <summary>What is longer is a time-out.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly List<HastyTimer> _timeouts = [];
    private DateTimeOffset _now = ManualTime.Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HastyTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends the patience of whoever has some.</summary>
    public void TimeOut()
    {
        HastyTimer[] due;
        lock (_gate)
        {
            due = [.. _timeouts];
            _timeouts.Clear();
            _now += TimeSpan.FromMinutes(1);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class HastyTimer(HastyTime time, Action fire) : ITimer
    {
        private int _version;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = Interlocked.Increment(ref _version);
            lock (time._gate)
            {
                time._timeouts.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                if (dueTime > LongestWait)
                {
                    time._timeouts.Add(this);
                    return true;
                }
            }

            ThreadPool.QueueUserWorkItem(_ =>
            {
                if (Volatile.Read(ref _version) != version)
                    return;
                lock (time._gate)
                    time._now += dueTime;
                fire();
            });
            return true;
        }

        public void Dispose()
        {
            Interlocked.Increment(ref _version);
            lock (time._gate)
                time._timeouts.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
