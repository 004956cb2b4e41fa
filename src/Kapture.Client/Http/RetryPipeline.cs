using Polly;
using Polly.Retry;

namespace Kapture;

/// <summary>Runs the attempts after the first. Its library is loaded with it: not at all where nothing fails.</summary>
internal sealed class RetryPipeline
{
    private static readonly ResiliencePropertyKey<Call> _call = new("kapture.call");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly Func<KaptureRequestMessage, CancellationToken, Task<HttpResponseMessage>> _attempt;

    /// <summary>Says how often, and when.</summary>
    /// <param name="maximumRetryCount">The most attempts after the first; above 0.</param>
    /// <param name="time">The clock.</param>
    /// <param name="attempt">Sends once more.</param>
    /// <param name="delayBefore">How long to wait before which retry, counted from 0, after what; <see langword="null"/> to stop.</param>
    public RetryPipeline(
        int maximumRetryCount,
        TimeProvider time,
        Func<KaptureRequestMessage, CancellationToken, Task<HttpResponseMessage>> attempt,
        Func<KaptureRequestMessage, int, HttpResponseMessage?, Exception?, TimeSpan?> delayBefore)
    {
        _attempt = attempt;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = maximumRetryCount,
                ShouldHandle = arguments =>
                {
                    var call = arguments.Context.Properties.GetValue(_call, null!);
                    if (arguments.AttemptNumber == maximumRetryCount)
                        return new ValueTask<bool>(false);
                    call.Delay = delayBefore(call.Message, arguments.AttemptNumber, arguments.Outcome.Result, arguments.Outcome.Exception);
                    return new ValueTask<bool>(call.Delay is not null);
                },
                DelayGenerator = arguments => new ValueTask<TimeSpan?>(arguments.Context.Properties.GetValue(_call, null!).Delay),
            })
            .Build();
    }

    /// <summary>Repeats a call whose first attempt is over.</summary>
    /// <returns>The last answer, good or bad.</returns>
    public async Task<HttpResponseMessage> RunAsync(KaptureRequestMessage message, HttpResponseMessage? response, Exception? exception, CancellationToken cancellationToken)
    {
        var first = exception is null ? Outcome.FromResult(response!) : Outcome.FromException<HttpResponseMessage>(exception);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(_call, new Call(message, first));
        try
        {
            var last = await _pipeline.ExecuteOutcomeAsync(static (context, self) => self.TryAsync(context), context, this).ConfigureAwait(false);
            last.ThrowIfException();
            return last.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Outcome<HttpResponseMessage>> TryAsync(ResilienceContext context)
    {
        var call = context.Properties.GetValue(_call, null!);
        if (call.TakeFirst() is { } first)
            return first;
        try
        {
            return Outcome.FromResult(await _attempt(call.Message, context.CancellationToken).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // Carried, not swallowed: unwrapping the outcome throws it where it came from.
            return Outcome.FromException<HttpResponseMessage>(e);
        }
    }

    private sealed class Call(KaptureRequestMessage message, Outcome<HttpResponseMessage> first)
    {
        private Outcome<HttpResponseMessage>? _first = first;

        public KaptureRequestMessage Message => message;

        public TimeSpan? Delay { get; set; }

        public Outcome<HttpResponseMessage>? TakeFirst()
        {
            var first = _first;
            _first = null;
            return first;
        }
    }
}
