namespace KapturePS.Soak.Clock;

/// <summary>The time of a clock that jumps, with real timers: what a service on a real socket waits for takes its time.</summary>
internal sealed class ServiceClock(VirtualClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
}
