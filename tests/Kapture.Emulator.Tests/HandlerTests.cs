using System.Net;
using System.Text;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests;

/// <summary>The emulator behind an <see cref="HttpClient"/>, with no socket.</summary>
public sealed class HandlerTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly KaptureEmulator _emulator = new(new EmulatorOptions { Seed = 10 });
    private readonly HttpClient _client;

    public HandlerTests()
    {
        _client = new HttpClient(new EmulatorHandler(_emulator)) { BaseAddress = new Uri("https://emulator.kapturecrm.com") };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Service.Key);
    }

    [Fact]
    public async Task It_answers_as_the_emulator_does()
    {
        using var response = await PostAsync(Service.AddUpdatePath + "?x=1", Published.AddCurl);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("ADD_CUSTOMER", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(11, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task The_key_arrives_as_it_was_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Service.GetPath) { Content = new StringContent(Published.GetCurl) };
        request.Headers.TryAddWithoutValidation("Authorization", "Basic  emulator-token");

        using var response = await _client.SendAsync(request);

        Assert.Contains("Invalid Auth Key", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_is_no_post()
    {
        var text = await _client.GetStringAsync(new Uri(Service.GetPath, UriKind.Relative));

        Assert.Equal("""{"message":"Not Found","status":"failed"}""", text);
    }

    [Fact]
    public async Task A_dropped_connection_is_a_request_exception()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.DropAfter }];

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Service.AddUpdatePath, Published.AddCurl));

        Assert.Equal(HttpRequestError.ResponseEnded, thrown.HttpRequestError);
        Assert.IsAssignableFrom<IOException>(thrown.InnerException);
        Assert.Equal(11, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task A_hanging_request_ends_with_the_callers_patience()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Hang }];
        using var patience = new CancellationTokenSource();

        var hanging = PostAsync(Service.GetPath, Published.GetCurl, patience.Token);
        Assert.False(hanging.IsCompleted);
        Assert.Equal(1, _emulator.GetStatistics().InFlight);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.Equal(0, _emulator.GetStatistics().InFlight);
    }

    [Fact]
    public async Task A_cancelled_request_is_not_carried_out()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostAsync(Service.AddUpdatePath, Published.AddCurl, new CancellationToken(canceled: true)));

        Assert.Equal(10, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task A_cancelled_wait_is_not_carried_out()
    {
        var emulator = new KaptureEmulator(new EmulatorOptions { Latency = TimeSpan.FromHours(1) });
        using var client = new HttpClient(new EmulatorHandler(emulator)) { BaseAddress = _client.BaseAddress };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Service.Key);
        using var patience = new CancellationTokenSource();
        using var content = new StringContent(Published.AddCurl);

        var waiting = client.PostAsync(new Uri(Service.AddUpdatePath, UriKind.Relative), content, patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, emulator.GetStatistics().Customers);
    }

    [Theory]
    [InlineData(FaultKind.Quirks, 1)]
    [InlineData(FaultKind.Slow, 0)]
    [InlineData(FaultKind.Html, 0)]
    public async Task A_wait_goes_by_the_emulators_clock(FaultKind kind, int latencyHours)
    {
        var clock = new HurryingClock();
        var emulator = new KaptureEmulator(new EmulatorOptions { Latency = TimeSpan.FromHours(latencyHours) }, clock)
        {
            Faults = [new EmulatorFault { Kind = kind, Quirks = EmulatorQuirks.TrailingComma, Delay = TimeSpan.FromHours(1) }],
        };
        using var client = new HttpClient(new EmulatorHandler(emulator)) { BaseAddress = _client.BaseAddress };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Service.Key);
        using var content = new StringContent(Published.AddCurl);

        using var response = await client.PostAsync(new Uri(Service.AddUpdatePath, UriKind.Relative), content).WaitAsync(_patience);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Contains(TimeSpan.FromHours(1), clock.Waits);
    }

    [Fact]
    public async Task A_truncated_body_breaks_off()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Truncate }];
        using var request = Request(Service.GetPath, Published.GetCurl);

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        var received = new MemoryStream();

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(received));
        Assert.InRange(received.Length, 1, response.Content.Headers.ContentLength!.Value - 1);
    }

    [Fact]
    public async Task A_slow_body_is_whole_in_the_end()
    {
        var direct = Encoding.UTF8.GetString(_emulator.Handle(Service.GetPath, Service.Key, Encoding.UTF8.GetBytes(Published.GetCurl)).Body.Span);
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Slow, Delay = TimeSpan.FromMilliseconds(1) }];

        using var response = await PostAsync(Service.GetPath, Published.GetCurl);

        Assert.Equal(direct, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_slow_body_honours_cancellation_between_its_pieces()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Slow, Delay = TimeSpan.FromHours(1) }];
        using var request = Request(Service.GetPath, Published.GetCurl);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        using var patience = new CancellationTokenSource();
        Assert.True(await body.ReadAsync(new byte[4096]) > 0);

        var second = body.ReadAsync(new byte[4096], patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await second);
    }

    [Fact]
    public async Task Retry_after_is_a_header()
    {
        _emulator.Faults = [new EmulatorFault { StatusCode = 429, RetryAfter = TimeSpan.FromSeconds(7) }];

        using var response = await PostAsync(Service.GetPath, Published.GetCurl);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string path, string body, CancellationToken cancellationToken = default)
    {
        using var request = Request(path, body);
        return await _client.SendAsync(request, cancellationToken);
    }

    private static HttpRequestMessage Request(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
