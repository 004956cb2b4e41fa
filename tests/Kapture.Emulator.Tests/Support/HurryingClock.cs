using System.Collections.Concurrent;

namespace Kapture.Emulator.Tests.Support;

/// <summary>A clock whose timers are due at once, and that remembers what they were set to.</summary>
internal sealed class HurryingClock : TimeProvider
{
    public ConcurrentBag<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            Waits.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
