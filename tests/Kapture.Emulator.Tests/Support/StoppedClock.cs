namespace Kapture.Emulator.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>2 May 2024, 16:15:42.249 in India: the moment of the vendor's sample record.</summary>
    public static readonly DateTimeOffset SampleInstant = new(2024, 5, 2, 10, 45, 42, 249, TimeSpan.Zero);

    public StoppedClock()
        : this(SampleInstant)
    {
    }

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
