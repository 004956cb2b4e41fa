using System.Net;

namespace Kapture;

/// <summary>
/// The body of a request. It is asked for only once there is a connection, through the proxy and with its handshake done:
/// until then the service can have done nothing.
/// </summary>
/// <remarks>Some frameworks look past what a class derived from <see cref="ByteArrayContent"/> overrides.</remarks>
internal sealed class OutgoingBody(byte[] body) : HttpContent
{
    /// <summary>Whether it has begun to go out.</summary>
    public bool IsBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        IsBegun = true;
        return stream.WriteAsync(body, 0, body.Length);
    }

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsBegun = true;
        return stream.WriteAsync(body, 0, body.Length, cancellationToken);
    }
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
