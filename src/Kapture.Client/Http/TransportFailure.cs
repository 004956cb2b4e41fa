#if !NET
using System.Net;
using System.Net.Sockets;
#endif
using System.Text.RegularExpressions;

namespace Kapture;

/// <summary>Sorts what the network can throw by the one question that matters: can the service have seen the request?</summary>
internal static class TransportFailure
{
    private static readonly Regex _userInfo = new(@"(://)[^/\s]*@", RegexOptions.CultureInvariant);

    /// <summary>Whether it is a failure of the way to the service at all; a compressed answer that cannot be unpacked has been cut or garbled on it.</summary>
    public static bool IsTransport(Exception exception) => exception is HttpRequestException or TimeoutException or IOException or InvalidDataException;

    /// <summary>Whether the request certainly never left: no name, no connection, no trust.</summary>
    public static bool IsBeforeSending(Exception exception)
    {
#if NET
        return exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
#else
        return exception is HttpRequestException && exception.InnerException switch
        {
            WebException web => web.Status is WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.ConnectFailure or WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure,

            // Mono's handler.
            SocketException socket => socket.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData,
            _ => false,
        };
#endif
    }

    /// <summary>The failure as the caller is to see it.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="host">The host it was for.</param>
    /// <param name="exception">What the network threw.</param>
    public static KaptureException Describe(KaptureRequestMessage request, string host, Exception exception)
    {
        var reply = request.Reply(0, []);
        exception = WithoutPassword(exception);
        if (IsProxyRefusal(exception))
            return AnswerRules.ProxyRefused(reply, exception);
        if (IsBeforeSending(exception))
        {
            return AnswerRules.Failure(reply, KaptureErrorId.ServiceUnavailable,
                $"{host} cannot be reached ({Innermost(exception)}; {reply.Tries}). Check the subdomain, the network and the proxy.", null, exception);
        }

        if (request.IsWrite)
            return AnswerRules.Uncertain(reply, null, exception is TimeoutException ? "the service did not answer in time" : "the connection broke before the answer came", exception);
        return exception is TimeoutException
            ? AnswerRules.Failure(reply, KaptureErrorId.Timeout, $"The service did not answer in time ({reply.Tries}). Try again, or raise -TimeoutSec.", null, exception)
            : AnswerRules.Failure(reply, KaptureErrorId.ServiceUnavailable, $"The connection to {host} broke ({Innermost(exception)}; {reply.Tries}). Try again later.", null, exception);
    }

    /// <summary>The client was closed under the request: by Disconnect, or by the end of its module.</summary>
    /// <param name="request">What was to be sent, or had been.</param>
    /// <param name="exception">What the closed client threw.</param>
    public static KaptureException DescribeClosed(KaptureRequestMessage request, Exception exception)
    {
        var reply = request.Reply(0, []);
        return request.IsWrite && request.Attempts > 0
            ? AnswerRules.Uncertain(reply, null, "the session was closed before the answer came", exception)
            : AnswerRules.Failure(reply, KaptureErrorId.NotConnected, "The session was closed while it was in use. Connect again.", null, exception);
    }

    // To a tunnel for https; to plain http the proxy's refusal is an answer.
    private static bool IsProxyRefusal(Exception exception) =>
#if NET
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } && exception.Message.Contains("'407'", StringComparison.Ordinal);
#else
        exception is HttpRequestException { InnerException: WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } } };
#endif

    // The framework quotes the address of a proxy whole, and HTTP_PROXY may hold a password.
    private static Exception WithoutPassword(Exception exception)
    {
        if (!_userInfo.IsMatch(exception.ToString()))
            return exception;
        var message = _userInfo.Replace(exception.GetBaseException().Message, "$1");
#if NET
        return exception is HttpRequestException http ? new HttpRequestException(http.HttpRequestError, message, null, http.StatusCode) : new IOException(message);
#else
        return exception is HttpRequestException ? new HttpRequestException(message) : new IOException(message);
#endif
    }

    private static string Innermost(Exception exception) => exception.GetBaseException().Message;
}
