using System.Text.Json;

namespace Kapture.Tests.Pull;

/// <summary>Keeps which days were asked for in Legacy, and in which form. It answers later, so that there can be several at once.</summary>
internal sealed class AskedDays(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Lock _gate = new();
    private readonly List<string> _starts = [];

    /// <summary>The start dates as they were sent.</summary>
    public IReadOnlyList<string> Starts
    {
        get
        {
            lock (_gate)
                return [.. _starts];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        lock (_gate)
            _starts.Add(body.RootElement.GetProperty("start_date").GetString()!);
        await Task.Yield();
        return await base.SendAsync(request, cancellationToken);
    }
}
