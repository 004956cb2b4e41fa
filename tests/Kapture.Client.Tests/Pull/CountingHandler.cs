using System.Text.Json;

namespace Kapture.Tests.Pull;

/// <summary>Counts how many pages of one day are asked for at once. It answers later, so that there can be several.</summary>
internal sealed class CountingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _inFlight = [];

    /// <summary>The most requests of a day that were there at once.</summary>
    public int MostOfADay { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var day = body.RootElement.GetProperty("createStartDate").GetString()!;
        lock (_gate)
        {
            _inFlight[day] = _inFlight.GetValueOrDefault(day) + 1;
            MostOfADay = Math.Max(MostOfADay, _inFlight[day]);
        }

        try
        {
            await Task.Yield();
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            lock (_gate)
                _inFlight[day]--;
        }
    }
}
