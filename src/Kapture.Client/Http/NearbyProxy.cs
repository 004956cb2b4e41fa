using System.Net;

namespace Kapture;

/// <summary>A proxy that is used only where it is on this machine itself: what goes over plain http is not to leave it.</summary>
internal sealed class NearbyProxy(IWebProxy proxy) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? NoProxy(destination) : proxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => proxy.IsBypassed(host) || proxy.GetProxy(host) is not { IsLoopback: true };

    // .NET Framework says "none" with the destination itself.
#if NET
    private static Uri? NoProxy(Uri destination) => null;
#else
    private static Uri NoProxy(Uri destination) => destination;
#endif
}
