using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Kapture.Emulator.Http;

namespace Kapture.Emulator;

/// <summary>Lets an <see cref="HttpClient"/> talk to an emulator in the same process: no port, no socket.</summary>
public sealed class EmulatorHandler : HttpMessageHandler
{
    private readonly KaptureEmulator _emulator;

    /// <summary>A handler over <paramref name="emulator"/>; several may share one.</summary>
    public EmulatorHandler(KaptureEmulator emulator) =>
        _emulator = emulator ?? throw new ArgumentNullException(nameof(emulator));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var flight = _emulator.Enter();
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? [] : await ReadAsync(request.Content, cancellationToken).ConfigureAwait(false);
        await WaitAsync(_emulator.Options.Latency, cancellationToken).ConfigureAwait(false);

        var exchange = _emulator.Exchange(new EmulatorRequest(
            request.Method.Method, request.RequestUri?.AbsolutePath ?? "", AuthorizationOf(request), body));

        // A slow answer starts at once; its pauses lie between the pieces of its body.
        if (exchange.Delivery != EmulatorDelivery.Slow)
            await WaitAsync(exchange.Delay, cancellationToken).ConfigureAwait(false);

        switch (exchange.Delivery)
        {
            case EmulatorDelivery.Dropped or EmulatorDelivery.BigHead:
                throw LostConnection.Before();
            case EmulatorDelivery.Hanging:
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
                throw LostConnection.Before();
            default:
                return Message(request, exchange);
        }
    }

    private HttpResponseMessage Message(HttpRequestMessage request, in EmulatorExchange exchange)
    {
        var response = exchange.Response;
        var content = Content(exchange);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(response.ContentType);

        var message = new HttpResponseMessage((HttpStatusCode)response.StatusCode) { Content = content, RequestMessage = request };
        if (response.RetryAfter is not null)
            message.Headers.TryAddWithoutValidation("Retry-After", response.RetryAfter);
        if (response.Location is not null)
            message.Headers.TryAddWithoutValidation("Location", response.Location);
        return message;
    }

    // What is only about bytes on a connection is, without one, what an HTTP client makes of it.
    private HttpContent Content(in EmulatorExchange exchange)
    {
        var body = exchange.Response.Body;
        if (exchange.Response.IsCompressed)
            return new StreamContent(new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress));
        return exchange.Delivery switch
        {
            EmulatorDelivery.Truncated or EmulatorDelivery.ChunkedWrong or EmulatorDelivery.ChunkedCut =>
                Measured(new StreamContent(new FaultyStream(body, EmulatorDelivery.Truncated, exchange.Delay, _emulator.Time)), body.Length),
            EmulatorDelivery.Slow or EmulatorDelivery.Stalled => Measured(new StreamContent(new FaultyStream(body, exchange.Delivery, exchange.Delay, _emulator.Time)), body.Length),
            EmulatorDelivery.ShortLength => new ByteArrayContent(body.Slice(0, body.Length / 2).ToArray()),
            _ => new ByteArrayContent(body.ToArray()),
        };
    }

    private static StreamContent Measured(StreamContent content, int length)
    {
        content.Headers.ContentLength = length;
        return content;
    }

    private static Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken) =>
#if NET
        content.ReadAsByteArrayAsync(cancellationToken);
#else
        content.ReadAsByteArrayAsync();
#endif

    // As it was sent: the typed header would tidy it up, and the service compares letter for letter.
    private static string? AuthorizationOf(HttpRequestMessage request)
    {
#if NET
        return request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? values.ToString() : null;
#else
        return request.Headers.TryGetValues("Authorization", out var values) ? string.Join(", ", values) : null;
#endif
    }

    private Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        wait > TimeSpan.Zero ? _emulator.Time.WaitAsync(wait, cancellationToken) : Task.CompletedTask;
}
