using System.Net;
using System.Text;

namespace Kapture.Tests;

/// <summary>Stands where the network would: answers as the test says, and keeps what was sent.</summary>
internal sealed class ScriptedHandler(TimeProvider time, Func<int, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly List<SentRequest> _sent = [];

    public ScriptedHandler(Func<int, HttpResponseMessage> answer)
        : this(TimeProvider.System, (attempt, _) => Task.FromResult(answer(attempt)))
    {
    }

    public IReadOnlyList<SentRequest> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    public static HttpResponseMessage Reply(int status, string body = "", string? retryAfter = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }

    public static async Task<HttpResponseMessage> HangAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        throw new InvalidOperationException("Nobody ever gets here.");
    }

    /// <summary>A header as it goes out; <see langword="null"/> where there is none.</summary>
    public static string? Raw(System.Net.Http.Headers.HttpRequestHeaders headers, string name) =>
#if NET
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
#else
        headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
#endif

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // What was sent is kept however soon its time is over.
        var body = await request.Content!.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
        int attempt;
        lock (_sent)
        {
            _sent.Add(new SentRequest(
                request.Method.Method,
                request.RequestUri!,
                Raw(request.Headers, "Authorization"),
                request.Content.Headers.ContentType?.ToString(),
                body,
                time.GetUtcNow()));
            attempt = _sent.Count;
        }

        return await answer(attempt, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A request as the network would have seen it.</summary>
internal sealed record SentRequest(string Method, Uri Uri, string? Authorization, string? ContentType, byte[] Body, DateTimeOffset At)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
