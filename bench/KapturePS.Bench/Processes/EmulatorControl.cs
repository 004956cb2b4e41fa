using System.Text.Json;

namespace KapturePS.Bench;

/// <summary>What the bench asks of the emulator itself.</summary>
internal sealed class EmulatorControl(Uri baseUri) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = baseUri };

    /// <summary>Forgets what was added and counted.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri("/_emulator/reset", UriKind.Relative), null, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Makes sure that what was measured happened: each row arrived, once, in a request of its own.</summary>
    /// <exception cref="BenchException">It did not.</exception>
    public async Task CheckAsync(int rows, CancellationToken cancellationToken)
    {
        using var document = await GetStatisticsAsync(cancellationToken).ConfigureAwait(false);
        var statistics = document.RootElement;
        var add = statistics.GetProperty("operations").GetProperty("add");
        var (customers, requests) = (statistics.GetProperty("customers").GetInt32(), add.GetProperty("requests").GetInt32());
        var (failed, duplicates) = (add.GetProperty("failed").GetInt32(), statistics.GetProperty("duplicates").GetInt32());
        if (customers != rows || requests != rows || failed != 0 || duplicates != 0)
            throw new BenchException($"{rows} rows were sent, and the emulator holds {customers} customers after {requests} requests, {failed} failed and {duplicates} duplicates.");
    }

    /// <summary>How many pages were asked for since the last reset.</summary>
    public async Task<int> CountPullsAsync(CancellationToken cancellationToken)
    {
        using var statistics = await GetStatisticsAsync(cancellationToken).ConfigureAwait(false);
        return statistics.RootElement.GetProperty("operations").GetProperty("pull").GetProperty("requests").GetInt32();
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetStatisticsAsync(CancellationToken cancellationToken)
    {
        var json = await _http.GetByteArrayAsync(new Uri("/_emulator/stats", UriKind.Relative), cancellationToken).ConfigureAwait(false);
        return JsonDocument.Parse(json);
    }
}
