using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kapture;

/// <summary>
/// What an answer means. The body wins over the status: any failure body may come with any status, 200 included.
/// </summary>
internal static class AnswerRules
{
    /// <summary>The status with which a proxy wants another user or password.</summary>
    public const int ProxyRefusal = 407;

    private const int LongestHead = 4096;
    private const int LongestTitle = 80;

    private static readonly Regex _title = new("<title[^>]*>([^<]*)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Reads an answer that says success.</summary>
    /// <param name="reply">What came back.</param>
    /// <param name="zone">Where the service's wall clock stands.</param>
    /// <exception cref="KaptureException">The answer says anything but success.</exception>
    public static ServiceAnswer Read(KaptureReply reply, TimeZoneInfo zone) => Read(reply, zone, static (reply, zone) => ServiceAnswer.Read(reply.Body, zone, reply.IsMasked));

    /// <summary>Reads an answer that says success, of which a stream has read what it could.</summary>
    /// <exception cref="KaptureException">The answer says anything but success.</exception>
    public static ServiceAnswer Read(KaptureReply reply, AnswerStream stream) => Read(reply, stream, static (reply, stream) => stream.Complete(reply));

    /// <summary>Reads an answer that says success.</summary>
    /// <param name="reply">What came back.</param>
    /// <param name="state">What the reading needs.</param>
    /// <param name="read">Reads a body; throws a <see cref="JsonException"/> where it cannot.</param>
    /// <exception cref="KaptureException">The answer says anything but success.</exception>
    public static ServiceAnswer Read<T>(KaptureReply reply, T state, Func<KaptureReply, T, ServiceAnswer> read)
    {
        if (reply.StatusCode == ProxyRefusal)
            throw ProxyRefused(reply, ProxyRefusal, null);

        // A failing server may have done the work before it failed: nothing in its body can tell.
        if (reply.IsWrite && reply.StatusCode >= 500)
            throw Uncertain(reply, null, $"the service answered {Status(reply)} ({reply.Tries})");
        if (reply.IsTooLong)
            throw Unreadable(reply, null);
        if (reply.StatusCode is >= 300 and < 400)
            throw Failure(reply, KaptureErrorId.UnexpectedResponse, "The service answered with a redirect, which is never followed: the key goes to no other address. Check the subdomain or -BaseUri.", null);

        ServiceAnswer answer;
        try
        {
            answer = read(reply, state);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What was streamed is here only in part.
            answer = (reply.IsStreamed ? null : FlatAnswer.Read(reply.Body)) ?? throw Unreadable(reply, e);
        }

        if (answer.IsSuccess)
            return answer;
        if (answer.IsContradictory && !SaysKeyRefused(answer.Message))
            throw Contradictory(reply, answer.Message?.Trim());
        throw Classify(reply, answer);
    }

    /// <summary>Refuses a success that has no place for customers.</summary>
    /// <exception cref="KaptureException">UnexpectedResponse.</exception>
    public static void CheckList(KaptureReply reply, ServiceAnswer answer)
    {
        if (!answer.HasCustomers)
            throw Failure(reply, KaptureErrorId.UnexpectedResponse, "The service reports success, but gives no list of customers.", answer.Message);
    }

    /// <summary>A write of which nobody can say whether it was applied.</summary>
    public static KaptureException Uncertain(KaptureReply reply, string? serviceMessage, string why, Exception? inner = null) =>
        Failure(reply, KaptureErrorId.WriteUncertain, reply.Operation == KaptureOperation.Invoke
            ? $"The request may or may not have been carried out: {why}. Look at what it was to change before you send it again."
            : $"The row may or may not have been applied: {why}. Look the customer up before you send the row again.", serviceMessage, inner);

    /// <summary>The proxy let nothing through: whatever it was, the service has not seen it.</summary>
    public static KaptureException ProxyRefused(KaptureReply reply, int status, Exception? inner) => new(KaptureErrorId.ServiceUnavailable,
        $"The proxy wants a user and a password, and takes none that it was given ({status.ToString(CultureInfo.InvariantCulture)}; {reply.Tries}). Connect with -ProxyCredential, or with -NoProxy where the host can be reached without it.", inner)
    {
        StatusCode = ProxyRefusal,
        Path = reply.Path,
        Attempts = reply.Attempts,
    };

    public static KaptureException Failure(KaptureReply reply, KaptureErrorId id, string message, string? serviceMessage, Exception? inner = null) => new(id, message, inner)
    {
        StatusCode = reply.StatusCode == 0 ? null : reply.StatusCode,
        Path = reply.Path,
        Attempts = reply.Attempts,
        ServiceMessage = serviceMessage,
        IsOfWrite = reply.IsWrite,
    };

    /// <summary>Whether the service's words are about the key, whatever else the answer says.</summary>
    public static bool SaysKeyRefused(string? words) =>
        Says(words, "auth key", "authkey", "key expired", "key has expired", "apiexpired", "api expired", "invalid key", "unauthorized");

    private static KaptureException Classify(KaptureReply reply, ServiceAnswer answer)
    {
        var words = answer.Message?.Trim();
        if (SaysKeyRefused(words))
            return KeyRefused(reply, words);
        if (Says(words, "does not exist", "doesn't exist", "not found"))
            return Failure(reply, KaptureErrorId.CustomerNotFound, reply.Operation == KaptureOperation.Invoke ? $"The service does not know what was asked for{Quoted(words)}. Check the path, and what the body names." : "The service knows no such customer.", words);
        if (Says(words, "serverfailure", "server failure", "server error"))
        {
            return reply.IsWrite
                ? Uncertain(reply, words, $"the service failed while it worked on it (\"{words}\")")
                : Failure(reply, KaptureErrorId.ServiceUnavailable, $"The service failed (\"{words}\"; {reply.Tries}). Try again later.", words);
        }

        if (ByStatus(reply, words) is { } known)
            return known;
        if (answer.Status is null && words is null)
            return Unreadable(reply, null);

        // Only the status makes a success; but nobody refuses in these words.
        if (answer.Status is null && reply.StatusCode < 300 && Says(words, "success"))
            return Unstated(reply, words!);
        var said = string.IsNullOrEmpty(words) ? "gave no reason." : $"said: {words}";
        return Failure(reply, KaptureErrorId.Rejected, $"The service refused it and {said}", words);
    }

    // Whichever half is true: a row that was applied must not be sent again, and one that was not must not count as done.
    private static KaptureException Contradictory(KaptureReply reply, string? words) => reply.IsWrite
        ? Uncertain(reply, words, $"the service says in one answer that it succeeded and that it failed{Quoted(words)}")
        : Failure(reply, KaptureErrorId.UnexpectedResponse, $"The service says in one answer that it succeeded and that it failed{Quoted(words)}. Nothing of the answer was used.", words);

    private static KaptureException Unstated(KaptureReply reply, string words) => reply.IsWrite
        ? Uncertain(reply, words, $"the service said \"{words}\", but gave no status")
        : Failure(reply, KaptureErrorId.UnexpectedResponse, $"The service said \"{words}\", but gave no status. Nothing of the answer was used.", words);

    private static KaptureException Unreadable(KaptureReply reply, Exception? inner)
    {
        if (ByStatus(reply, null) is { } known)
            return known;
        var what = LooksLikeHtml(reply.Body)
            ? $"a web page (HTML{Titled(reply.Body)}) instead of JSON, as a login page or a proxy does"
            : reply.IsTooLong ? "more than any answer of this API can hold"
            : reply.Body.Length == 0 ? "an empty body"
            : reply.IsCut || AnswerEnd.IsMissing(reply.Body) ? "an answer that breaks off" : "a body that is no answer of this API";
        return reply.IsWrite
            ? Uncertain(reply, null, $"the service answered {Status(reply)} with {what}", inner)
            : Failure(reply, KaptureErrorId.UnexpectedResponse, $"The service answered {Status(reply)} with {what}. Check the subdomain or -BaseUri, and whether a proxy stands between.", null, inner);
    }

    private static KaptureException? ByStatus(KaptureReply reply, string? words) => reply.StatusCode switch
    {
        401 => KeyRefused(reply, words),
        403 => Failure(reply, KaptureErrorId.PermissionDenied, $"The key is not allowed to do this{Quoted(words)}. Ask for a key made for this API (in Kapture: Configuration, API Configuration).", words),
        408 when reply.IsWrite => Uncertain(reply, words, "the service timed out"),
        408 => Failure(reply, KaptureErrorId.Timeout, $"The service timed out ({reply.Tries}). Try again, or raise -TimeoutSec.", words),
        413 => Failure(reply, KaptureErrorId.Rejected, $"The service, or what stands before it, takes no request of this size{Quoted(words)}. Shorten the row's values, and run the row again.", words),
        429 => Failure(reply, KaptureErrorId.RateLimited, $"The service limits the rate ({reply.Tries}). Lower -ThrottleLimit, or connect with -RequestsPerSecond.", words),
        >= 500 => Failure(reply, KaptureErrorId.ServiceUnavailable, $"The service answers {Status(reply)} ({reply.Tries}). Try again later.", words),
        _ => null,
    };

    private static KaptureException KeyRefused(KaptureReply reply, string? words) =>
        Failure(reply, KaptureErrorId.AuthenticationFailed, KaptureException.SaysExpired(words)
            ? $"The key has expired{Quoted(words)}. Make a new one in Kapture (Configuration, API Configuration) and connect again."
            : $"The key was refused{Quoted(words)}. It is missing, wrong, expired or disabled: check it and connect again.", words);

    // Whose page it is, and often why: its title says more than a status.
    private static string Titled(byte[] body)
    {
        var match = _title.Match(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, LongestHead)));
        var title = PlainText.Printable(WebUtility.HtmlDecode(match.Groups[1].Value)).Trim();
        return title.Length == 0 ? string.Empty : $": \"{(title.Length > LongestTitle ? title.Substring(0, LongestTitle) : title)}\"";
    }

    private static string Quoted(string? words) => string.IsNullOrEmpty(words) ? string.Empty : $" (\"{words}\")";

    private static string Status(KaptureReply reply) => reply.StatusCode.ToString(CultureInfo.InvariantCulture);

    private static bool Says(string? words, params string[] any) =>
        Array.Exists(any, part => Text.Contains(words, part));

    private static bool LooksLikeHtml(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
            body = body.Slice(3);
        var i = 0;
        while (i < body.Length && body[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            i++;
        return i < body.Length && body[i] == (byte)'<';
    }
}
