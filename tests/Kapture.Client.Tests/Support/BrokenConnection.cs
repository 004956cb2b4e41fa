#if !NET
using System.Net;
#endif
using System.Net.Sockets;

namespace Kapture.Tests;

/// <summary>What each framework's own handler throws where a connection does not come about, or breaks.</summary>
internal static class BrokenConnection
{
#if NET
    public static Exception Refused() =>
        new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused));

    public static Exception NoName() => new HttpRequestException(HttpRequestError.NameResolutionError, "No such host");

    public static Exception NoTrust() => new HttpRequestException(HttpRequestError.SecureConnectionError, "No secure connection", new UntrustedException("its certificate is not trusted."));

    public static Exception NoProxy() => new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy refused");

    public static Exception Ended() => new HttpRequestException(HttpRequestError.ResponseEnded, "The connection ended");

    public static Exception EndedInBody() => new HttpIOException(HttpRequestError.ResponseEnded, "The connection ended.");
#else
    public static Exception Refused() => Of(WebExceptionStatus.ConnectFailure, "Connection refused", new SocketException((int)SocketError.ConnectionRefused));

    public static Exception NoName() => Of(WebExceptionStatus.NameResolutionFailure, "No such host");

    public static Exception NoTrust() => Of(WebExceptionStatus.TrustFailure, "The certificate is not trusted");

    public static Exception NoProxy() => Of(WebExceptionStatus.ProxyNameResolutionFailure, "No such proxy");

    public static Exception Ended() => Of(WebExceptionStatus.ConnectionClosed, "The connection ended");

    public static Exception EndedInBody() => new IOException("The connection ended.", new WebException("The connection ended.", WebExceptionStatus.ConnectionClosed));

    private static HttpRequestException Of(WebExceptionStatus status, string message, Exception? cause = null) =>
        new("An error occurred while sending the request.", new WebException(message, cause, status, null));
#endif
}
