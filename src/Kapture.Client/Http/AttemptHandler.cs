namespace Kapture;

/// <summary>
/// One attempt: counts it, bounds it in time, reads the answer to its end (so that a connection that breaks in the
/// middle is this attempt's failure), and tells whoever listens.
/// </summary>
internal sealed class AttemptHandler(TimeSpan timeout, TimeProvider time, KaptureCredential credential, CancellationToken closed) : DelegatingHandler
{
    private const int Megabyte = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (KaptureRequestMessage)request;
        message.BeginAttempt();
        message.IsCut = false;
        message.IsTooLong = false;
        var started = time.GetTimestamp();
        HttpResponseMessage? response = null;
        string? failure = null;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        using var deadline = StartDeadline(linked);
        try
        {
            response = await base.SendAsync(request, linked.Token).ConfigureAwait(false);
            message.IsStreamed = MayStream(message, response);
            await ReadAsync(message, response, credential.Mask, linked.Token).ConfigureAwait(false);
            message.IsMasked = credential.Mask.Apply(message.Answer);
            message.IsCut = IsCut(message, response);
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

    // What such a request can have for an answer, many times over: whatever sends more is to fill nobody's memory.
    private static int LimitOf(KaptureRequestMessage message) => message.Operation switch
    {
        // A day of Legacy comes at once.
        KaptureOperation.Pull => 256 * Megabyte,
        KaptureOperation.Invoke => 64 * Megabyte,

        // Whoever comes in a pull can be looked up, too.
        KaptureOperation.Get => AnswerStream.LongestRecord,
        _ => 4 * Megabyte,
    };

#if NET
    private static async Task ReadAsync(KaptureRequestMessage message, HttpResponseMessage response, KeyMask mask, CancellationToken cancellationToken)
    {
        // A body that says how long it is needs no bound of ours while it is read.
        var limit = LimitOf(message);
        if (!message.IsStreamed && response.Content.Headers.ContentLength is { } length && length <= limit)
        {
            message.Answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
            await ReadAsync(message, body, limit, mask, cancellationToken).ConfigureAwait(false);
    }
#else
    // .NET Framework cannot cancel the reading itself: closing the response does.
    private static async Task ReadAsync(KaptureRequestMessage message, HttpResponseMessage response, KeyMask mask, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(static state => ((HttpResponseMessage)state!).Dispose(), response))
        {
            try
            {
                using var body = await response.Content.ReadAsStreamAsync().WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                await ReadAsync(message, body, LimitOf(message), mask, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }
#endif

    private static async Task ReadAsync(KaptureRequestMessage message, Stream body, int limit, KeyMask mask, CancellationToken cancellationToken)
    {
        if (message.IsStreamed)
        {
            message.Answer = await message.Stream!.ReadAsync(body, limit, cancellationToken, mask).ConfigureAwait(false);
            message.IsTooLong = message.Stream.IsTooLong;
            return;
        }

        // Not every stream heeds the token.
        var read = await BoundedBody.ReadAsync(body, limit, cancellationToken).WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        message.Answer = read ?? [];
        message.IsTooLong = read is null;
    }

    // Only where asking again is allowed does it matter, and only a success is an answer.
    private static bool IsCut(KaptureRequestMessage message, HttpResponseMessage response) =>
        !message.IsWrite && !message.IsTooLong && response.IsSuccessStatusCode && (message.IsStreamed ? message.Stream!.IsCut : AnswerEnd.IsMissing(message.Answer));

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
