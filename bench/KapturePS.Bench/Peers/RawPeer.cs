using System.Net;
using System.Net.Http.Headers;

namespace KapturePS.Bench;

/// <summary>The limit: one HttpClient, so many workers, each posts the next body that is ready and reads the answer as bytes.</summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");

    private readonly HttpClient _http;
    private readonly Uri _address;

    public RawPeer(Uri baseUri)
    {
        _address = new Uri(baseUri, Service.AddPath);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Service.Authorization);
    }

    /// <summary>Posts all bodies.</summary>
    /// <exception cref="BenchException">An answer was no success.</exception>
    public Task PostAllAsync(byte[][] bodies)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Service.Concurrency).Select(_ => Task.Run(WorkAsync)));

        async Task WorkAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < bodies.Length; i = Interlocked.Increment(ref next))
                await PostAsync(bodies[i]).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = _json;
        using var response = await _http.PostAsync(_address, content).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK || answer.AsSpan().IndexOf("\"success\""u8) < 0)
            throw new BenchException($"The service answered {(int)response.StatusCode} to the raw peer.");
    }
}
