using System.Globalization;
#if NET
using System.Security.Authentication;
#else
using System.Net;
using System.Net.Sockets;
#endif
using System.Text.RegularExpressions;

namespace Kapture;

/// <summary>Sorts what the network can throw by the one question that matters: can the service have seen the request?</summary>
internal static class TransportFailure
{
    private static readonly Regex _userInfo = new(@"(://)[^/\s]*@", RegexOptions.CultureInvariant);
#if NET
    private static readonly Regex _tunnelStatus = new("'([0-9]{3})'", RegexOptions.CultureInvariant);
#endif
    private static readonly TimeSpan _longestConnect = TimeSpan.FromSeconds(15);

    /// <summary>Whether it is a failure of the way to the service at all; a compressed answer that cannot be unpacked has been cut or garbled on it.</summary>
    public static bool IsTransport(Exception exception) => exception is HttpRequestException or TimeoutException or IOException or InvalidDataException;

    /// <summary>How long connecting may take, of the time that an attempt has.</summary>
    public static TimeSpan ConnectTimeout(TimeSpan timeout) => timeout < _longestConnect ? timeout : _longestConnect;

    /// <summary>What a connection that did not come about in time is to throw.</summary>
    public static Exception NoConnection(string message, Exception exception) =>
#if NET
        new HttpRequestException(HttpRequestError.ConnectionError, message, exception);
#else
        new HttpRequestException(message, new WebException(message, exception, WebExceptionStatus.ConnectFailure, null));
#endif

    /// <summary>Whether the service can have done nothing: its body has not begun to go out, or what was thrown says so.</summary>
    /// <param name="request">What was to be sent.</param>
    /// <param name="exception">What the network threw.</param>
    public static bool IsBeforeSending(KaptureRequestMessage request, Exception exception) => !request.IsSent || IsBeforeSending(exception);

    /// <summary>Whether it will be the same until somebody mends it: a certificate that is not trusted, a proxy that refuses.</summary>
    public static bool IsLasting(Exception exception) => IsUntrusted(exception) || TunnelStatus(exception) is >= 400 and < 500;

    // No name, no connection, no trust.
    private static bool IsBeforeSending(Exception exception)
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
    /// <param name="mask">Takes the key out, where a garbled answer has it.</param>
    public static KaptureException Describe(KaptureRequestMessage request, string host, Exception exception, KeyMask mask)
    {
        var reply = request.Reply(0, []);
        var told = WithoutSecrets(exception, mask);
        if (IsBeforeSending(request, exception))
            return DescribeUnsent(reply, host, exception, told);

        if (request.IsWrite)
            return AnswerRules.Uncertain(reply, null, exception is TimeoutException ? "the service did not answer in time" : "the connection broke before the answer came", told);
        return exception is TimeoutException
            ? AnswerRules.Failure(reply, KaptureErrorId.Timeout, $"The service did not answer in time ({reply.Tries}). Try again, or raise -TimeoutSec.", null, told)
            : AnswerRules.Failure(reply, KaptureErrorId.ServiceUnavailable, $"The connection to {host} broke ({Innermost(told)}; {reply.Tries}). Try again later.", null, told);
    }

    /// <summary>The client was closed under the request: by Disconnect, or by the end of its module.</summary>
    /// <param name="request">What was to be sent, or had been.</param>
    /// <param name="exception">What the closed client threw.</param>
    public static KaptureException DescribeClosed(KaptureRequestMessage request, Exception exception)
    {
        var reply = request.Reply(0, []);
        return request.IsWrite && request.IsSent
            ? AnswerRules.Uncertain(reply, null, "the session was closed before the answer came", exception)
            : AnswerRules.Failure(reply, KaptureErrorId.NotConnected, "The session was closed while it was in use. Connect again.", null, exception);
    }

    // Sorted by what was thrown; told without the secrets that it may quote.
    private static KaptureException DescribeUnsent(KaptureReply reply, string host, Exception exception, Exception told)
    {
        if (TunnelStatus(exception) is { } status)
        {
            // Some proxies say 401 to a wrong password.
            return status is AnswerRules.ProxyRefusal or 401
                ? AnswerRules.ProxyRefused(reply, status, told)
                : Unreachable($"The proxy does not let through to {host} (it answers {status.ToString(CultureInfo.InvariantCulture)}; {reply.Tries}). Whoever runs it may have to allow the host and its port; connect with -NoProxy where the host can be reached without it.", told);
        }

        if (IsUntrusted(exception))
        {
            var untrusted = UntrustedException.Find(told) ?? new UntrustedException($"this machine does not trust its certificate ({Innermost(told)}). Check the address; where the certificate is of your organisation's own authority, trust that on this machine.", told);
            return Unreachable($"{host} cannot be trusted, and nothing was sent to it: {untrusted.Message}", untrusted);
        }

        return IsHandshake(exception)
            ? Unreachable($"{host} agrees to no secure connection ({Innermost(told)}; {reply.Tries}). It has to speak TLS 1.2 or 1.3: check the address, its port and the proxy.", told)
            : Unreachable($"{host} cannot be reached ({Reason(told)}; {reply.Tries}). Check the subdomain, the network and the proxy.", told);

        KaptureException Unreachable(string message, Exception inner) => AnswerRules.Failure(reply, KaptureErrorId.ServiceUnavailable, message, null, inner);
    }

    private static bool IsUntrusted(Exception exception) => UntrustedException.IsIn(exception)
#if NET
        ;
#else
        || exception is HttpRequestException { InnerException: WebException { Status: WebExceptionStatus.TrustFailure } };
#endif

    // No such thing as a connection that broke in the middle of it.
    private static bool IsHandshake(Exception exception) =>
#if NET
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException };
#else
        exception is HttpRequestException { InnerException: WebException { Status: WebExceptionStatus.SecureChannelFailure } };
#endif

    // What a proxy answers when it is asked for a tunnel to https; to plain http its refusal is an answer.
    private static int? TunnelStatus(Exception exception)
    {
#if NET
        if (exception is not HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError })
            return null;
        var status = _tunnelStatus.Match(exception.Message);
        return status.Success ? int.Parse(status.Groups[1].Value, CultureInfo.InvariantCulture) : null;
#else
        return exception is HttpRequestException { InnerException: WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } } } ? AnswerRules.ProxyRefusal : null;
#endif
    }

    // The framework quotes the address of a proxy whole, and HTTP_PROXY may hold a password; and of a garbled answer the first
    // line, with whatever is in it.
    private static Exception WithoutSecrets(Exception exception, KeyMask mask)
    {
        var isClean = true;
        for (var e = exception; e is not null && isClean; e = e.InnerException)
            isClean = Clean(e.Message, mask) == e.Message;
        if (isClean)
            return exception;
        var message = Clean(exception.GetBaseException().Message, mask);

        // Its kind decides whether a write may still arrive.
        if (exception is TimeoutException)
            return new TimeoutException(message);
#if NET
        return exception is HttpRequestException http ? new HttpRequestException(http.HttpRequestError, message, null, http.StatusCode) : new IOException(message);
#else
        return exception is HttpRequestException ? new HttpRequestException(message) : new IOException(message);
#endif
    }

    // The framework's own message has the address, which may be the proxy's.
    private static string Reason(Exception exception) =>
#if NET
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } ? exception.Message :
#endif
        Innermost(exception);

    private static string Clean(string message, KeyMask mask) => PlainText.Of(mask.Apply(_userInfo.Replace(message, "$1")));

    private static string Innermost(Exception exception) => exception.GetBaseException().Message;
}
