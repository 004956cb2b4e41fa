using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace KapturePS.Bench;

/// <summary>The limit of a pull: one HttpClient, so many days at once, page after page of each into JsonDocument.</summary>
internal sealed class RawPull : IDisposable
{
    /// <summary>The customers of a page, as many as the client asks for where nobody says otherwise.</summary>
    public const int PageSize = 100;

    private static readonly MediaTypeHeaderValue _json = new("application/json");

    private readonly HttpClient _http;
    private readonly Uri _address;
    private int _requests;

    public RawPull(Uri baseUri)
    {
        _address = new Uri(baseUri, Service.PullPath);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Service.Authorization);
    }

    /// <summary>How many pages it has asked for.</summary>
    public int Requests => _requests;

    /// <summary>Downloads all pages of some days, and counts what is in them.</summary>
    /// <exception cref="BenchException">An answer was no page, or the number is another.</exception>
    public async Task CountAsync(SeededDays days, int daysAtOnce)
    {
        var next = -1;
        var counts = await Task.WhenAll(Enumerable.Range(0, daysAtOnce).Select(_ => Task.Run(WorkAsync))).ConfigureAwait(false);
        if (counts.Sum() != days.Customers)
            throw new BenchException($"The raw peer pulled {counts.Sum()} customers of {days.Customers}.");

        async Task<int> WorkAsync()
        {
            var customers = 0;
            for (var i = Interlocked.Increment(ref next); i < days.Days; i = Interlocked.Increment(ref next))
                customers += await CountAsync(days.First.AddDays(i)).ConfigureAwait(false);
            return customers;
        }
    }

    /// <summary>Downloads the first page of a day as bytes.</summary>
    public async Task DownloadAsync(DateTime day)
    {
        using var response = await PostAsync(day, 0, HttpCompletionOption.ResponseContentRead).ConfigureAwait(false);
        _ = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private async Task<int> CountAsync(DateTime day)
    {
        for (var offset = 0; ;)
        {
            using var response = await PostAsync(day, offset, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            using var page = await JsonDocument.ParseAsync(body).ConfigureAwait(false);
            if (page.RootElement.GetProperty("message") is not { ValueKind: JsonValueKind.Array } customers)
                throw new BenchException("The service answered the raw peer with no page.");
            if (customers.GetArrayLength() == 0)
                return offset;
            offset += customers.GetArrayLength();
        }
    }

    private async Task<HttpResponseMessage> PostAsync(DateTime day, int offset, HttpCompletionOption completion)
    {
        Interlocked.Increment(ref _requests);
        var body = FormattableString.Invariant($$"""{"cm_id":{{Service.AccountId}},"createStartDate":"{{day:yyyy-MM-dd}}","createEndDate":"{{day.AddDays(1):yyyy-MM-dd}}","limit":{{PageSize}},"offset":{{offset}}}""");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = _json;
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        var response = await _http.SendAsync(request, completion).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK ? response : throw new BenchException($"The service answered {(int)response.StatusCode} to the raw peer.");
    }
}
