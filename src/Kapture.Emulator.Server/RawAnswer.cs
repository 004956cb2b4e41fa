using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Kapture.Emulator.Server;

/// <summary>Answers that the server library would not send: written to the connection byte for byte, which ends with them.</summary>
internal static class RawAnswer
{
    private const int BigHeadSize = 1 << 20;
    private const int HeaderSize = 1 << 13;

    // Where nothing is wrong with an answer, nothing is to be wrong with the next request.
    private const string Close = "Connection: close\r\n";
    private const string Chunks = "Transfer-Encoding: chunked\r\n";

    /// <summary>Sends one, and closes the connection once the caller has, or once the request is given up.</summary>
    public static async Task SendAsync(HttpContext context, EmulatorExchange exchange, EmulatorFlight flight, CancellationToken cancellationToken)
    {
        var socket = context.Features.Get<IConnectionSocketFeature>()!.Socket;
        var answer = Write(exchange);
        flight.Dispose();
        try
        {
            // All in one call: where nothing of it may be read later than the rest, nothing is sent later.
            for (var sent = 0; sent < answer.Length;)
                sent += await socket.SendAsync(answer.AsMemory(sent), cancellationToken).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The caller has heard enough.
        }
        finally
        {
            // Or the server library would answer, too.
            context.Abort();
        }
    }

    private static byte[] Write(in EmulatorExchange exchange)
    {
        var response = exchange.Response;
        var body = response.Body.Span;
        return exchange.Delivery switch
        {
            EmulatorDelivery.Chunked => [.. Head(response, "1.1", Close + Chunks + "Trailer: X-Checked\r\n"), .. OddChunks(body), .. "000;last\r\nX-Checked: yes\r\n\r\n"u8],
            EmulatorDelivery.ChunkedWrong => [.. Head(response, "1.1", Chunks), .. WrongChunks(body), .. "0\r\n\r\n"u8],
            EmulatorDelivery.ChunkedCut => [.. Head(response, "1.1", Chunks), .. OddChunks(body)],
            EmulatorDelivery.Http10 => [.. Head(response, "1.0", ""), .. body],
            EmulatorDelivery.ShortLength => [.. Head(response, "1.1", Length(body.Length / 2)), .. body],
            EmulatorDelivery.Interim => [.. "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"u8, .. Head(response, "1.1", Close + Length(body.Length)), .. body],
            EmulatorDelivery.Twice => [.. Whole(response), .. Whole(response)],
            EmulatorDelivery.BigHead => [.. Head(response, "1.1", BigHeaders() + Length(body.Length)), .. body],
            _ => throw new ArgumentOutOfRangeException(nameof(exchange), exchange.Delivery, "The server library sends this."),
        };
    }

    private static byte[] Whole(in EmulatorResponse response) => [.. Head(response, "1.1", Length(response.Body.Length)), .. response.Body.Span];

    private static byte[] Head(in EmulatorResponse response, string version, string more) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/{version} {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\nContent-Type: {response.ContentType}\r\n{more}\r\n"));

    private static string Length(int length) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");

    private static string BigHeaders() =>
        string.Concat(Enumerable.Range(1, BigHeadSize / HeaderSize).Select(static i => $"X-Big-{i}: {new string('a', HeaderSize)}\r\n"));

    // One byte, two bytes, and so on; sizes in hexadecimal of either case, with zeros before them and extensions behind.
    private static byte[] OddChunks(ReadOnlySpan<byte> body)
    {
        using var chunks = new MemoryStream();
        for (var size = 1; !body.IsEmpty; size++)
        {
            var chunk = body[..Math.Min(size, body.Length)];
            body = body[chunk.Length..];
            chunks.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(size % 2 == 0 ? "0" : "")}{chunk.Length:X};part={size};note=\"odd\"\r\n")));
            chunks.Write(chunk);
            chunks.Write("\r\n"u8);
        }

        return chunks.ToArray();
    }

    // The first half says that it is two bytes shorter than it is.
    private static byte[] WrongChunks(ReadOnlySpan<byte> body)
    {
        var half = Math.Max(3, body.Length / 2);
        return
        [
            .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{half - 2:x}\r\n")), .. body[..Math.Min(half, body.Length)],
            .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\r\n{body.Length - half:x}\r\n")), .. body[Math.Min(half, body.Length)..], .. "\r\n"u8,
        ];
    }
}
