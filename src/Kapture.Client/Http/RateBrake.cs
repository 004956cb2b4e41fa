using System.Threading.RateLimiting;

namespace Kapture;

/// <summary>
/// What all requests of a session obey together: after a 429 nobody sends until its Retry-After is over, and never
/// does more than one second's worth of requests go at once.
/// </summary>
internal sealed class RateBrake : IDisposable
{
    // A timer takes no more than seven weeks.
    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly RateLimiter? _limiter;
    private long _heldUntil;

    public RateBrake(double? requestsPerSecond, TimeProvider time)
    {
        _time = time;
        if (requestsPerSecond is not { } rate)
            return;
        _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, (int)Math.Floor(rate)),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1 / rate),
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            QueueLimit = int.MaxValue,
        });
    }

    public void HoldFor(TimeSpan wait)
    {
        var until = (_time.GetUtcNow() + wait).UtcTicks;
        long before;
        do
        {
            before = Volatile.Read(ref _heldUntil);
            if (until <= before)
                return;
        }
        while (Interlocked.CompareExchange(ref _heldUntil, until, before) != before);
    }

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        do
        {
            // Another answer may have lengthened the wait meanwhile.
            while (Remaining() is { Ticks: > 0 } wait)
                await _time.WaitAsync(wait < _longestTimer ? wait : _longestTimer, cancellationToken).ConfigureAwait(false);

            // After the wait and not before it, or all that waited would come at once.
            if (_limiter is not null)
            {
                using var lease = await _limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            }
        }
        while (Remaining() > TimeSpan.Zero);
    }

    public void Dispose() => _limiter?.Dispose();

    private TimeSpan Remaining()
    {
        var until = Volatile.Read(ref _heldUntil);
        return until == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(until - _time.GetUtcNow().UtcTicks);
    }
}
