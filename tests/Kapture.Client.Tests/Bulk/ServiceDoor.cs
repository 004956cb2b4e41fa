using System.Text;

namespace Kapture.Tests.Bulk;

/// <summary>Stands before the emulator: keeps what was sent and when, holds requests, lets them hang, and changes answers.</summary>
internal sealed class ServiceDoor(HttpMessageHandler service, TimeProvider time) : DelegatingHandler(service)
{
    private readonly List<SentRequest> _sent = [];
    private int _hanging;

    /// <summary>Requests that nobody will ever answer.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>What is waited for before a request reaches the service; by its body.</summary>
    public Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What is waited for before the answer leaves; by the body of the request.</summary>
    public Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Which requests hang after the service has applied them, and which without; by their bodies.</summary>
    public Func<string, bool?> Hangs { get; set; } = static _ => null;

    /// <summary>The answer as it reaches the client.</summary>
    public Func<string, string> Rewrite { get; set; } = static answer => answer;

    public IReadOnlyList<SentRequest> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    /// <summary>The writes among what was sent.</summary>
    public IReadOnlyList<SentRequest> Writes => [.. Sent.Where(request => IsWrite(request.Text))];

    public static bool IsWrite(string body) => body.Contains("customer_info", StringComparison.Ordinal) || IsLegacyWrite(body);

    public static bool IsAdd(string body) => IsWrite(body) && !body.Contains("\"customer_id\"", StringComparison.Ordinal);

    // A look-up says an id alone, a pull two dates.
    private static bool IsLegacyWrite(string body) =>
        body.StartsWith("{\"name\":", StringComparison.Ordinal) || (body.StartsWith("{\"customer_id\":", StringComparison.Ordinal) && body.Contains(',', StringComparison.Ordinal));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var bytes = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var body = Encoding.UTF8.GetString(bytes);
        lock (_sent)
            _sent.Add(new SentRequest(request.Method.Method, request.RequestUri!, null, null, bytes, time.GetUtcNow()));
        await Before(body).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (Hangs(body) is { } isApplied)
        {
            if (isApplied)
                (await base.SendAsync(request, cancellationToken).ConfigureAwait(false)).Dispose();
            await HangAsync(cancellationToken).ConfigureAwait(false);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await After(body).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!IsWrite(body) && response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            response.Content = new StringContent(Rewrite(answer), Encoding.UTF8, "application/json");
        }

        return response;
    }

    private async Task HangAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await ScriptedHandler.HangAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }
}
