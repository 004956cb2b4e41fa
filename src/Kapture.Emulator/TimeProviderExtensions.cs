namespace Kapture.Emulator;

/// <summary>Waiting by the emulator's clock, alike on both frameworks.</summary>
internal static class TimeProviderExtensions
{
#if NET
    public static Task WaitAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, time, cancellationToken);
#else
    public static Task WaitAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) => time.Delay(delay, cancellationToken);
#endif
}
