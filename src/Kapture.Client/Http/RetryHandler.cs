using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// Repeats what may be repeated: a read that failed on the way or at the service, and a write only where it is certain
/// that the service did nothing. Retry-After is honoured in full, and by every request of the session together; a call
/// that would have to wait longer than its budget fails instead.
/// </summary>
internal sealed class RetryHandler(int maximumRetryCount, TimeSpan budget, RateBrake brake, TimeProvider time, Func<double> random, CancellationToken closed) : DelegatingHandler
{
    private static readonly TimeSpan _firstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(30);

    private RetryPipeline? _pipeline;

    [MethodImpl(HotPath.Compile)]
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Nearly every request goes through at once: only one that has failed takes the long way.
        var message = (KaptureRequestMessage)request;
        HttpResponseMessage? response = null;
        Exception? exception = null;
        try
        {
            Spend(message, await brake.WaitAsync(Left(message), cancellationToken).ConfigureAwait(false));
            response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (!IsFailure(message, response))
                return response;
            Heed(message, response);
        }
        catch (Exception e) when (maximumRetryCount > 0 && MayRepeat(message, null, e))
        {
            exception = e;
        }

        return maximumRetryCount > 0 ? await RepeatAsync(message, response, exception, cancellationToken).ConfigureAwait(false) : response!;
    }

    private async Task<HttpResponseMessage> RepeatAsync(KaptureRequestMessage message, HttpResponseMessage? response, Exception? exception, CancellationToken cancellationToken)
    {
        var pipeline = LazyInitializer.EnsureInitialized(ref _pipeline, () => new RetryPipeline(maximumRetryCount, time, AttemptAsync, DelayBefore))!;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        return await pipeline.RunAsync(message, response, exception, linked.Token).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> AttemptAsync(KaptureRequestMessage message, CancellationToken cancellationToken)
    {
        message.Delay = null;
        Spend(message, await brake.WaitAsync(Left(message), cancellationToken).ConfigureAwait(false));
        var response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (IsFailure(message, response))
            Heed(message, response);
        return response;
    }

    private TimeSpan Left(KaptureRequestMessage message) => budget - message.Waited;

    private void Spend(KaptureRequestMessage message, TimeSpan held)
    {
        if (held > Left(message))
            throw TooLong(message);
        message.Waited += held;
    }

    /// <summary>How long to wait before an attempt is repeated, beside what the brake holds; <see langword="null"/> where it is not.</summary>
    private TimeSpan? DelayBefore(KaptureRequestMessage message, int retry, HttpResponseMessage? response, Exception? exception)
    {
        if (!MayRepeat(message, response, exception))
            return null;

        // Full jitter: many clients that failed together do not come back together. What the service asks for, the brake waits.
        var ceiling = Math.Min(_longestDelay.TotalSeconds, _firstDelay.TotalSeconds * Math.Pow(2, retry));
        var delay = RetryAfter(response) is null ? TimeSpan.FromSeconds(ceiling * random()) : TimeSpan.Zero;
        var held = brake.Held;
        if ((held > delay ? held : delay) > Left(message))
        {
            message.Delay = WaitWords.Delay(held, budget, time);
            return null;
        }

        message.Waited += delay;
        return delay;
    }

    private void Heed(KaptureRequestMessage message, HttpResponseMessage response)
    {
        if (RetryAfter(response) is { } wait)
            brake.HoldFor(wait);
        message.Delay = WaitWords.Delay(brake.Held, null, time);
    }

    // A write that has come here has certainly not been applied, by this or an earlier attempt.
    private KaptureException TooLong(KaptureRequestMessage message) => new(KaptureErrorId.RateLimited,
        $"The service asked to wait until {WaitWords.Until(brake.Held, time)}, and a call waits {WaitWords.Span(budget)} at most: the request was not sent{(message.Attempts > 0 ? " again" : string.Empty)}. Run it again after that time.")
    {
        Path = message.Attempts > 0 ? message.Path : null,
        Attempts = message.Attempts,
    };

    private static bool IsFailure(KaptureRequestMessage message, HttpResponseMessage response) => message.IsCut || (int)response.StatusCode is 408 or 429 or >= 500;

    private static bool MayRepeat(KaptureRequestMessage message, HttpResponseMessage? response, Exception? exception)
    {
        var isWrite = message.IsWrite;
        if (exception is not null)
            return TransportFailure.IsTransport(exception) && !TransportFailure.IsLasting(exception) && (!isWrite || TransportFailure.IsBeforeSending(message, exception));
        return (int)response!.StatusCode switch
        {
            429 => true,
            503 when isWrite => response.Headers.RetryAfter is not null,
            408 or >= 500 => !isWrite,
            _ => !isWrite && message.IsCut,
        };
    }

    // In whole seconds or as a date; a date that has passed is no wait, and what is neither is as if it were missing.
    private TimeSpan? RetryAfter(HttpResponseMessage? response)
    {
        if (response?.Headers.RetryAfter is not { } retryAfter)
            return null;
        var wait = retryAfter.Delta ?? (retryAfter.Date - time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
