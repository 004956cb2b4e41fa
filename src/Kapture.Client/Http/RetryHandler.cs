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

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly RateBrake _brake;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;

    public RetryHandler(int maximumRetryCount, RateBrake brake, TimeProvider time, Func<double> random)
    {
        _brake = brake;
        _time = time;
        _random = random;
        _pipeline = maximumRetryCount == 0
            ? ResiliencePipeline<HttpResponseMessage>.Empty
            : new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = maximumRetryCount,
                    ShouldHandle = arguments => new ValueTask<bool>(MayRepeat(arguments.Context, arguments.Outcome)),
                    DelayGenerator = arguments => new ValueTask<TimeSpan?>(DelayBefore(arguments.AttemptNumber, arguments.Outcome)),
                    MaxDelay = null,
                })
                .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(_message, (KaptureRequestMessage)request);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, handler) => await handler.AttemptAsync(context).ConfigureAwait(false), context, this).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> AttemptAsync(ResilienceContext context)
    {
        context.Properties.TryGetValue(_message, out var message);
        await _brake.WaitAsync(context.CancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(message!, context.CancellationToken).ConfigureAwait(false);
        if (RetryAfter(response) is { } wait)
            _brake.HoldFor(wait);
        return response;
    }

    private static bool MayRepeat(ResilienceContext context, Outcome<HttpResponseMessage> outcome)
    {
        context.Properties.TryGetValue(_message, out var message);
        var isWrite = message!.Operation.IsWrite();
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
