using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// What all requests of a session obey together: after a 429 nobody sends until its Retry-After is over, and requests
/// leave evenly spaced, so that no second sees more than its number and what was not used is not saved up. Only what
/// late timers cost is made up for, up to 50 ms' worth.
/// </summary>
internal sealed class RateBrake : IDisposable
{
    // The coarsest usual timer ticks every 15.6 ms; without catching up, each tick would cost its share of the rate.
    private const long CatchUp = 50 * TimeSpan.TicksPerMillisecond;

    // A timer takes no more than seven weeks.
    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(1);

    // Longer than anything that runs; beyond it, dates would end.
    private static readonly TimeSpan _longestHold = TimeSpan.FromDays(36500);

    private readonly TimeProvider _time;
    private readonly CancellationToken _closed;
    private readonly long _start;
    private readonly SemaphoreSlim? _turnstile;
    private readonly long _interval;
    private long _heldUntil;

    // Only who stands in the turnstile reads or writes these.
    private long _next;
    private long _catchUpUntil = -1;

    /// <summary>Makes a brake that is open.</summary>
    /// <param name="requestsPerSecond">The most requests a second; <see langword="null"/> for no limit.</param>
    /// <param name="time">The clock.</param>
    /// <param name="closed">Ends every wait: the client has been closed.</param>
    public RateBrake(double? requestsPerSecond, TimeProvider time, CancellationToken closed = default)
    {
        _time = time;
        _closed = closed;
        _start = time.GetTimestamp();
        if (requestsPerSecond is not { } rate)
            return;
        _turnstile = new SemaphoreSlim(1);
        _interval = Math.Max(1, (long)Math.Round(TimeSpan.TicksPerSecond / rate));
    }

    /// <summary>How much longer nobody may send; zero or less where everybody may.</summary>
    public TimeSpan Held
    {
        get
        {
            var until = Volatile.Read(ref _heldUntil);
            return until == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(until - Now);
        }
    }

    // Not the wall clock, which somebody may set.
    private long Now => _time.GetElapsedTime(_start).Ticks;

    /// <summary>Lets nobody send for so long; a longer wait that is under way stays.</summary>
    public void HoldFor(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
            return;
        var until = Now + Math.Min(wait.Ticks, _longestHold.Ticks);
        long before;
        do
        {
            before = Volatile.Read(ref _heldUntil);
            if (until <= before)
                return;
        }
        while (Interlocked.CompareExchange(ref _heldUntil, until, before) != before);
    }

    /// <summary>Waits until a request may leave.</summary>
    /// <param name="patience">How long the hold may take.</param>
    /// <param name="cancellationToken">Gives the place up, for the next to take.</param>
    /// <returns>
    /// How long the hold took; where that is more than <paramref name="patience"/>, it is not over and nothing may leave.
    /// </returns>
    [MethodImpl(HotPath.Compile)]
    public ValueTask<TimeSpan> WaitAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        Held <= TimeSpan.Zero && (_turnstile is null || TryPass(_turnstile)) ? default : WaitInLineAsync(patience, cancellationToken);

    public void Dispose() => _turnstile?.Dispose();

    private async ValueTask<TimeSpan> WaitInLineAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed);
        var waited = TimeSpan.Zero;
        do
        {
            // Another answer may have lengthened the wait meanwhile.
            while (Held is { Ticks: > 0 } held)
            {
                if (waited + held > patience)
                    return waited + held;
                var part = held < _longestTimer ? held : _longestTimer;
                await WaitForAsync(part, linked.Token).ConfigureAwait(false);
                waited += part;
            }
        }
        while (_turnstile is not null && !await PassAsync(_turnstile, linked.Token).ConfigureAwait(false));
        return waited;
    }

    // Fails wherever somebody stands in line already.
    private bool TryPass(SemaphoreSlim turnstile)
    {
        if (!turnstile.Wait(0))
            return false;
        try
        {
            return TryTake(Now);
        }
        finally
        {
            turnstile.Release();
        }
    }

    private bool TryTake(long now)
    {
        if (now < _next)
            return false;
        _next = Math.Max(_next, now <= _catchUpUntil ? now - CatchUp : now) + _interval;
        return true;
    }

    // One at a time and in the order of arrival; who is cancelled in the line or at its head has used nothing up.
    private async ValueTask<bool> PassAsync(SemaphoreSlim turnstile, CancellationToken cancellationToken)
    {
        await turnstile.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = Now;
            while (Held <= TimeSpan.Zero)
            {
                if (TryTake(now))
                    return true;
                var due = _next;
                var wait = TimeSpan.FromTicks(due - now);
                await WaitForAsync(wait < _longestTimer ? wait : _longestTimer, cancellationToken).ConfigureAwait(false);
                now = Now;
                if (now > due)
                    _catchUpUntil = now + CatchUp;
            }

            return false;
        }
        finally
        {
            turnstile.Release();
        }
    }

    // Timers count whole milliseconds and drop the rest: a part of one would be no wait at all, again and again.
    private Task WaitForAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        _time.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), cancellationToken);
}
