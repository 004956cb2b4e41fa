namespace Kapture.Emulator.Http;

/// <summary>The exceptions that an HTTP client of this framework throws for a connection that ended.</summary>
internal static class LostConnection
{
    private const string Message = "The server returned an invalid or unrecognized response: the connection ended.";

    /// <summary>Before the head of the answer.</summary>
    public static HttpRequestException Before() =>
#if NET
        new(HttpRequestError.ResponseEnded, Message, Within());
#else
        new(Message, Within());
#endif

    /// <summary>In the middle of its body.</summary>
    public static IOException Within() =>
#if NET
        new HttpIOException(HttpRequestError.ResponseEnded, Message);
#else
        new(Message);
#endif
}
