using System.Net;

namespace Kapture;

/// <summary>
/// The body of a request. It is asked for only once there is a connection, through the proxy and with its handshake done:
/// until then the service can have done nothing.
/// </summary>
internal sealed class OutgoingBody(byte[] body) : ByteArrayContent(body)
{
    /// <summary>Whether it has begun to go out.</summary>
    public bool IsBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        IsBegun = true;
        return base.SerializeToStreamAsync(stream, context);
    }

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsBegun = true;
        return base.SerializeToStreamAsync(stream, context, cancellationToken);
    }
#endif
}
