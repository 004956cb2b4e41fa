namespace Kapture.Emulator.Server;

/// <summary>
/// Sends an answer the way it is to travel. The request stops counting as in flight just before its last bytes go
/// out: the caller's next one may arrive before this code goes on.
/// </summary>
internal static class ExchangeWriter
{
    public static async Task WriteAsync(HttpContext context, EmulatorExchange exchange, EmulatorFlight flight, CancellationToken cancellationToken)
    {
        // A slow answer starts at once; its pauses lie between the pieces of its body.
        if (exchange.Delay > TimeSpan.Zero && exchange.Delivery != EmulatorDelivery.Slow)
            await Task.Delay(exchange.Delay, cancellationToken).ConfigureAwait(false);

        switch (exchange.Delivery)
        {
            case EmulatorDelivery.Dropped:
                flight.Dispose();
                context.Abort();
                break;
            case EmulatorDelivery.Hanging:
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
                break;
            case EmulatorDelivery.Truncated:
                WriteHead(context.Response, exchange.Response);
                flight.Dispose();

                // Kestrel closes a connection whose body ends before the announced length.
                await SendAsync(context, exchange.Response.Body[..(exchange.Response.Body.Length / 2)], cancellationToken).ConfigureAwait(false);
                break;
            case EmulatorDelivery.Slow:
                WriteHead(context.Response, exchange.Response);
                await WriteSlowlyAsync(context, exchange, flight, cancellationToken).ConfigureAwait(false);
                break;
            case EmulatorDelivery.Stalled:
                WriteHead(context.Response, exchange.Response);
                await SendAsync(context, exchange.Response.Body[..(exchange.Response.Body.Length / 2)], cancellationToken).ConfigureAwait(false);
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
                break;
            case > EmulatorDelivery.Stalled:
                await RawAnswer.SendAsync(context, exchange, flight, cancellationToken).ConfigureAwait(false);
                break;
            default:
                WriteHead(context.Response, exchange.Response);
                flight.Dispose();
                await SendAsync(context, exchange.Response.Body, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private static void WriteHead(HttpResponse head, in EmulatorResponse response)
    {
        head.StatusCode = response.StatusCode;
        head.ContentType = response.ContentType;
        head.ContentLength = response.Body.Length;
        if (response.RetryAfter is not null)
            head.Headers.RetryAfter = response.RetryAfter;
        if (response.Location is not null)
            head.Headers.Location = response.Location;
        if (response.IsCompressed)
            head.Headers.ContentEncoding = "gzip";
    }

    private static async Task WriteSlowlyAsync(HttpContext context, EmulatorExchange exchange, EmulatorFlight flight, CancellationToken cancellationToken)
    {
        var rest = exchange.Response.Body;
        var size = BodyPieces.SizeOf(rest.Length);
        while (!rest.IsEmpty)
        {
            var piece = rest[..Math.Min(size, rest.Length)];
            rest = rest[piece.Length..];
            if (rest.IsEmpty)
                flight.Dispose();

            await SendAsync(context, piece, cancellationToken).ConfigureAwait(false);
            if (!rest.IsEmpty)
                await Task.Delay(exchange.Delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask SendAsync(HttpContext context, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await context.Response.BodyWriter.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
}
