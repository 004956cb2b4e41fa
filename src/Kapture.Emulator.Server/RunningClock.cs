namespace Kapture.Emulator.Server;

/// <summary>A clock that starts at a given instant and runs on from there; its timers are real.</summary>
internal sealed class RunningClock(DateTimeOffset start) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start.ToUniversalTime() + System.GetElapsedTime(_started);
}
