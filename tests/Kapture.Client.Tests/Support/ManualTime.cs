using System.Diagnostics;

namespace Kapture.Tests;

/// <summary>A clock that moves only when a test says so, and fires its timers on the way, in order.</summary>
internal sealed class ManualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2024, 5, 7, 6, 30, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = Start;

    /// <summary>How far the clock has moved.</summary>
    public TimeSpan Elapsed => GetUtcNow() - Start;

    /// <summary>Whether anybody waits for the clock.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
                return _timers.Count > 0;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (FireNext(until))
        {
        }

        lock (_gate)
            _now = until;
    }

    /// <summary>Jumps, as where nothing ran for a while: timers on the way fire late.</summary>
    public void AdvanceAtOnce(TimeSpan by)
    {
        lock (_gate)
            _now += by;
        Advance(TimeSpan.Zero);
    }

    /// <summary>
    /// Runs a test on a thread of the pool, where what a timer completes continues at once: after
    /// <see cref="Advance"/>, whatever could run has run.
    /// </summary>
    public static Task OnPoolAsync(Func<Task> test) => Task.Run(test);

    /// <summary>Runs a call to its end, likewise, and moves the clock on whenever the call waits for it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="within">
    /// How far ahead a timer may be to be what the call waits for: less than its time-out, where the call goes on by itself on other threads.
    /// </param>
    public Task<T> RunAsync<T>(Func<Task<T>> call, TimeSpan? within = null) => Task.Run(async () =>
    {
        var running = call();
        var patience = Stopwatch.StartNew();
        while (!running.IsCompleted)
        {
            if (FireNext(within is { } limit ? GetUtcNow() + limit : DateTimeOffset.MaxValue))
                continue;
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), "The call waits for something other than the clock.");
            await Task.Yield();
        }

        return await running;
    });

    /// <summary>Ends when nobody waits for the clock any more, without moving it.</summary>
    public async Task UntilNobodyWaitsAsync()
    {
        var patience = Stopwatch.StartNew();
        while (IsAwaited)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), "Somebody goes on waiting for the clock.");
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock on to the next timer and fires it, where one is due soon.</summary>
    /// <param name="within">How soon.</param>
    public bool FireNext(TimeSpan within) => FireNext(GetUtcNow() + within);

    private bool FireNext(DateTimeOffset until)
    {
        ManualTimer? next;
        lock (_gate)
        {
            next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > until)
                return false;
            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
        }

        next.Fire();
        return true;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // The same bound as the system's: what works here must work there.
            Assert.InRange(dueTime.TotalMilliseconds, -1, uint.MaxValue - 1);
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._now + dueTime;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
