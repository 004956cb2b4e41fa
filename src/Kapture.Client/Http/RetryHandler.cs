using Polly;
using Polly.Retry;

namespace Kapture;

/// <summary>
/// Repeats what may be repeated: a read that failed on the way or at the service, and a write only where it is certain
/// that the service did nothing. Retry-After is honoured in full, and by every request of the session together.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<KaptureRequestMessage> _message = new("kapture.message");
    private static readonly TimeSpan _firstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<HttpResponseMessage>? _pipeline;
    private readonly RateBrake _brake;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;

    public RetryHandler(int maximumRetryCount, RateBrake brake, TimeProvider time, Func<double> random)
    {
        _brake = brake;
        _time = time;
        _random = random;
        _pipeline = maximumRetryCount == 0
            ? null
            : new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = maximumRetryCount,
                    ShouldHandle = arguments => new ValueTask<bool>(MayRepeat(arguments.Context.Properties.GetValue(_message, null!), arguments.Outcome)),
                    DelayGenerator = arguments => new ValueTask<TimeSpan?>(DelayBefore(arguments.AttemptNumber, arguments.Outcome)),
                })
                .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Nearly every request goes through at once: only one that is to be repeated takes the long way.
        var message = (KaptureRequestMessage)request;
        var first = await TryAsync(message, cancellationToken).ConfigureAwait(false);
        return _pipeline is null || !MayRepeat(message, first) ? Unwrap(first) : await RepeatAsync(message, first, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> RepeatAsync(KaptureRequestMessage message, Outcome<HttpResponseMessage> first, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(_message, message);
        Outcome<HttpResponseMessage>? known = first;
        try
        {
            var last = await _pipeline!.ExecuteOutcomeAsync(
                async (context, message) =>
                {
                    var outcome = known ?? await TryAsync(message, context.CancellationToken).ConfigureAwait(false);
                    known = null;
                    return outcome;
                },
                context, message).ConfigureAwait(false);
            return Unwrap(last);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Outcome<HttpResponseMessage>> TryAsync(KaptureRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _brake.WaitAsync(cancellationToken).ConfigureAwait(false);
            var response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (RetryAfter(response) is { } wait)
                _brake.HoldFor(wait);
            return Outcome.FromResult(response);
        }
        catch (Exception e)
        {
            // Carried, not swallowed: unwrapping the outcome throws it where it came from.
            return Outcome.FromException<HttpResponseMessage>(e);
        }
    }

    private static HttpResponseMessage Unwrap(Outcome<HttpResponseMessage> outcome)
    {
        outcome.ThrowIfException();
        return outcome.Result!;
    }

    private static bool MayRepeat(KaptureRequestMessage message, Outcome<HttpResponseMessage> outcome)
    {
        var isWrite = message.Operation.IsWrite();
        if (outcome.Exception is { } exception)
            return TransportFailure.IsBeforeSending(exception) || (!isWrite && TransportFailure.IsTransport(exception));

        var response = outcome.Result!;
        return (int)response.StatusCode switch
        {
            429 => true,
            503 when isWrite => response.Headers.RetryAfter is not null,
            408 or >= 500 => !isWrite,
            _ => false,
        };
    }

    // Full jitter: many clients that failed together do not come back together.
    private TimeSpan? DelayBefore(int attempt, Outcome<HttpResponseMessage> outcome)
    {
        // The brake waits for what the service asked for.
        if (outcome.Result is { } response && RetryAfter(response) is not null)
            return TimeSpan.Zero;
        var ceiling = Math.Min(_longestDelay.TotalSeconds, _firstDelay.TotalSeconds * Math.Pow(2, attempt));
        return TimeSpan.FromSeconds(ceiling * _random());
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (408 or 429 or >= 500) || response.Headers.RetryAfter is not { } retryAfter)
            return null;
        var wait = retryAfter.Delta ?? (retryAfter.Date - _time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
