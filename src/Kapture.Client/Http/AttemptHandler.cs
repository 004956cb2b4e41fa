namespace Kapture;

/// <summary>
/// One attempt: counts it, bounds it in time, reads the answer to its end (so that a connection that breaks in the
/// middle is this attempt's failure), and tells whoever listens.
/// </summary>
internal sealed class AttemptHandler(TimeSpan timeout, TimeProvider time, KaptureCredential credential, CancellationToken closed) : DelegatingHandler
{
    // A page of a thousand customers takes two megabytes; nothing this service says is a hundred times that.
    private const int MaximumBody = 256 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (KaptureRequestMessage)request;
        message.BeginAttempt();
        var started = time.GetTimestamp();
        HttpResponseMessage? response = null;
        string? failure = null;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        using var deadline = StartDeadline(linked);
        try
        {
            response = await base.SendAsync(request, linked.Token).ConfigureAwait(false);
            message.IsStreamed = MayStream(message, response);
            message.Answer = message.IsStreamed
                ? await StreamAsync(message.Stream!, response, credential.Mask, linked.Token).ConfigureAwait(false)
                : await ReadAsync(response, linked.Token).ConfigureAwait(false);
            credential.Mask.Apply(message.Answer);
            return response;
        }
        catch (OperationCanceledException e) when (!message.IsSent && !cancellationToken.IsCancellationRequested && !closed.IsCancellationRequested)
        {
            // Its deadline, or the handler's for connecting, which is the shorter one: name, connection, proxy, handshake.
            failure = "no connection";
            throw TransportFailure.NoConnection($"no connection within {(linked.IsCancellationRequested ? timeout : TransportFailure.ConnectTimeout(timeout)).TotalSeconds:0.###} s", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && !closed.IsCancellationRequested)
        {
            failure = "timed out";
            response?.Dispose();
            response = null;
            throw new TimeoutException($"No answer within {timeout.TotalSeconds:0.###} s.", e);
        }
        catch (Exception e)
        {
            failure = e.GetType().Name;
            response?.Dispose();
            response = null;
            throw;
        }
        finally
        {
            if (message.Call.OnRequest is { } listener)
                listener(Trace(message, response, failure, time.GetElapsedTime(started)));
        }
    }

    // A failure is short, a log wants the whole, and what is no UTF-8 is made so first.
    private static bool MayStream(KaptureRequestMessage message, HttpResponseMessage response) =>
        message.Stream is not null && response.IsSuccessStatusCode && !(message.Call.TraceBodies && message.Call.OnRequest is not null) && Charset.IsUtf8(response.Content);

#if NET
    private static async Task<byte[]> StreamAsync(AnswerStream stream, HttpResponseMessage response, KeyMask mask, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
            return await stream.ReadAsync(body, MaximumBody, cancellationToken, mask).ConfigureAwait(false);
    }

    // A body that says how long it is needs no bound of ours while it is read.
    private static Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.Content.Headers.ContentLength is <= MaximumBody
            ? response.Content.ReadAsByteArrayAsync(cancellationToken).WaitAsync(cancellationToken)
            : ReadUnknownAsync(response, cancellationToken);

    private static async Task<byte[]> ReadUnknownAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(MaximumBody).WaitAsync(cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
#else
    private static Task<byte[]> StreamAsync(AnswerStream stream, HttpResponseMessage response, KeyMask mask, CancellationToken cancellationToken) => ClosingAsync(response, async () =>
    {
        using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        return await stream.ReadAsync(body, MaximumBody, cancellationToken, mask).ConfigureAwait(false);
    }, cancellationToken);

    private static Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) => ClosingAsync(response, async () =>
    {
        await response.Content.LoadIntoBufferAsync(MaximumBody).WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }, cancellationToken);

    // .NET Framework cannot cancel the reading itself: closing the response does.
    private static async Task<byte[]> ClosingAsync(HttpResponseMessage response, Func<Task<byte[]>> read, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(static state => ((HttpResponseMessage)state!).Dispose(), response))
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }
#endif

    // A source has a timer of its own, by the machine's clock; a timer of the provider's costs three times as much.
    private ITimer? StartDeadline(CancellationTokenSource source)
    {
        if (time != TimeProvider.System)
            return time.CreateTimer(static source => Cancel((CancellationTokenSource)source!), source, timeout, Timeout.InfiniteTimeSpan);
        source.CancelAfter(timeout);
        return null;
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer came at the very moment of the deadline.
        }
    }

    private static RequestTrace Trace(KaptureRequestMessage message, HttpResponseMessage? response, string? failure, TimeSpan elapsed)
    {
        var bodies = message.Call.TraceBodies;
        return new RequestTrace
        {
            Row = message.Call.Row,
            Operation = message.Operation,
            Path = message.Path,
            Attempt = message.Attempts,
            StatusCode = response is null ? 0 : (int)response.StatusCode,
            Failure = failure,
            Elapsed = elapsed,
            RequestBody = bodies ? Mask(message, message.Body, isAnswer: false) : null,
            ResponseBody = bodies && response is not null ? Mask(message, message.Answer, isAnswer: true) : null,
        };
    }

    private static string Mask(KaptureRequestMessage message, byte[] body, bool isAnswer)
    {
        var told = isAnswer ? BodyMask.TextsOf(message.Body) : [];
        return message.Operation == KaptureOperation.Invoke ? BodyMask.MaskUnknown(body, isAnswer, told) : BodyMask.Mask(body, isAnswer, told);
    }
}
