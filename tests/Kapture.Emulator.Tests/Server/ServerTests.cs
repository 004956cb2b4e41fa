using System.Net;
using System.Text;
using System.Text.Json;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Server;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Server;

/// <summary>The server over real loopback sockets.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    // Milliseconds after which a test that waits for the server has failed.
    private const int Patience = 30_000;

    private EmulatorServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync(new EmulatorServerOptions { Emulator = new EmulatorOptions { Seed = 1000, SeedDays = 1 }, Time = new StoppedClock() });
        _client = NewClient(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public void It_listens_on_loopback_only()
    {
        Assert.Equal("127.0.0.1", _server.BaseUri.Host);
        Assert.NotEqual(0, _server.BaseUri.Port);
    }

    [Fact]
    public async Task It_answers_as_the_emulator_does()
    {
        var expected = new Service(_server.Emulator.Options).Text(Service.PullPath, Service.PullBody("2024-05-01", "2024-05-01", "\"limit\":1000"));

        var answer = await PostAsync(Service.PullPath, Service.PullBody("2024-05-01", "2024-05-01", "\"limit\":1000"));

        Assert.Equal(expected, answer);
    }

    [Fact]
    public async Task A_body_in_many_pieces_is_put_together()
    {
        var name = new string('ü', 100_000);
        await PostAsync(Service.AddUpdatePath, $$$"""{"customer_info":{"customer_name":"{{{name}}}","phone":"1"}}""");

        Assert.Equal(name, NameOf(await PostAsync(Service.GetPath, """[{"phone":"1"}]""")));
    }

    [Fact]
    public async Task No_header_betrays_the_server()
    {
        using var response = await SendAsync(Service.GetPath, Published.GetCurl);

        Assert.False(response.Headers.Contains("Server"));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Statistics_come_as_json()
    {
        await PostAsync(Service.AddUpdatePath, Published.AddCurl);
        await PostAsync(Service.GetPath, Published.GetCurl);

        var statistics = JsonElement.Parse(await _client.GetStringAsync(new Uri("/_emulator/stats", UriKind.Relative)));

        Assert.Equal(2, statistics.GetProperty("requests").GetInt32());
        Assert.Equal(1, statistics.GetProperty("operations").GetProperty("add").GetProperty("byStatus").GetProperty("200").GetInt32());
        Assert.Equal(1, statistics.GetProperty("operations").GetProperty("get").GetProperty("failed").GetInt32());
        Assert.Equal(1001, statistics.GetProperty("customers").GetInt32());
        Assert.Equal(1201, statistics.GetProperty("contacts").GetInt32());
        Assert.Equal(0, statistics.GetProperty("duplicates").GetInt32());
        Assert.Equal(1, statistics.GetProperty("highestInFlight").GetInt32());
        Assert.Equal(0, statistics.GetProperty("seededComputed").GetInt32());
        Assert.Equal(0, statistics.GetProperty("keptRead").GetInt32());
    }

    [Fact]
    public async Task Reset_gives_the_statistics_of_a_fresh_start()
    {
        await PostAsync(Service.AddUpdatePath, Published.AddCurl);

        var statistics = JsonElement.Parse(await PostAsync("/_emulator/reset", ""));

        Assert.Equal(0, statistics.GetProperty("requests").GetInt32());
        Assert.Equal(1000, statistics.GetProperty("customers").GetInt32());
    }

    [Fact]
    public async Task Faults_are_set_and_cleared()
    {
        using var set = await PutFaultsAsync("""[{"kind":"status","statusCode":503,"retryAfter":3}]""");
        using var busy = await SendAsync(Service.GetPath, Published.GetCurl);
        using var cleared = await _client.DeleteAsync(new Uri("/_emulator/faults", UriKind.Relative));
        using var free = await SendAsync(Service.GetPath, Published.GetCurl);

        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), busy.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }

    [Fact]
    public async Task An_empty_array_clears_faults()
    {
        _server.Emulator.Faults = [new EmulatorFault { StatusCode = 502 }];

        using var cleared = await PutFaultsAsync("[]");

        Assert.Empty(_server.Emulator.Faults);
    }

    [Fact]
    public async Task Bad_faults_are_refused_in_words()
    {
        using var refused = await PutFaultsAsync("""[{"kind":"explode"}]""");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.StartsWith("Fault rule 1: kind: 'explode' is none of", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_control_path_is_not_found()
    {
        using var response = await SendAsync("/_emulator/stats", "");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore, 1000)]
    [InlineData(FaultKind.DropAfter, 1001)]
    public async Task A_dropped_connection_gives_no_answer(FaultKind kind, int customers)
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = kind, Operation = EmulatorOperation.Add }];

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Service.AddUpdatePath, Published.AddCurl));

        Assert.Equal(customers, _server.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task A_truncated_body_breaks_off()
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Truncate }];
        using var request = Request(Service.GetPath, Published.GetCurl);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var received = new MemoryStream();

        await Assert.ThrowsAnyAsync<IOException>(async () => await (await response.Content.ReadAsStreamAsync()).CopyToAsync(received));

        Assert.Equal(response.Content.Headers.ContentLength!.Value / 2, received.Length);
    }

    [Fact]
    public async Task A_slow_body_is_whole_in_the_end()
    {
        var whole = await PostAsync(Service.GetPath, Published.GetCurl);
        _server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Slow, Delay = TimeSpan.FromMilliseconds(1) }];

        Assert.Equal(whole, await PostAsync(Service.GetPath, Published.GetCurl));
    }

    [Fact]
    public async Task A_slow_body_starts_before_it_is_whole()
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Slow, Delay = TimeSpan.FromHours(1) }];
        using var request = Request(Service.GetPath, Published.GetCurl);

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var first = await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[4096]);

        Assert.InRange(first, 1, response.Content.Headers.ContentLength!.Value - 1);
    }

    [Fact]
    public async Task Html_comes_as_html()
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Html, StatusCode = 502 }];

        using var response = await SendAsync(Service.GetPath, Published.GetCurl);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_hanging_request_ends_with_the_callers_patience_and_other_requests_go_on()
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Hang, Operation = EmulatorOperation.Add, Applied = true }];
        using var patience = new CancellationTokenSource();

        var hanging = PostAsync(Service.AddUpdatePath, Published.AddCurl, patience.Token);
        while (_server.Emulator.GetStatistics().Customers == 1000)
            await PostAsync(Service.GetPath, Published.GetCurl);
        Assert.False(hanging.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact(Timeout = Patience)]
    public async Task Stopping_cuts_off_what_hangs()
    {
        var server = await EmulatorServer.StartAsync(new EmulatorOptions());
        server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Hang }];
        using var client = NewClient(server);
        using var content = new StringContent(Published.AddCurl);
        var hanging = client.PostAsync(new Uri(Service.AddUpdatePath, UriKind.Relative), content);
        while (server.Emulator.GetStatistics().InFlight == 0)
            await Task.Yield();

        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Fact(Timeout = Patience)]
    public async Task A_cancelled_latency_leaves_nothing_behind()
    {
        await using var server = await EmulatorServer.StartAsync(new EmulatorOptions { Latency = TimeSpan.FromHours(1) });
        using var client = NewClient(server);
        using var patience = new CancellationTokenSource();
        using var content = new StringContent(Published.AddCurl);
        var waiting = client.PostAsync(new Uri(Service.AddUpdatePath, UriKind.Relative), content, patience.Token);
        while (server.Emulator.GetStatistics().InFlight == 0)
            await Task.Yield();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        while (server.Emulator.GetStatistics().InFlight > 0)
            await Task.Yield();
        Assert.Equal(0, server.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task A_taken_port_is_an_io_error() =>
        await Assert.ThrowsAnyAsync<IOException>(() => EmulatorServer.StartAsync(new EmulatorServerOptions { Port = _server.BaseUri.Port }));

    private static HttpClient NewClient(EmulatorServer server)
    {
        var client = new HttpClient { BaseAddress = server.BaseUri };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Service.Key);
        return client;
    }

    private static string? NameOf(string answer) => JsonElement.Parse(answer).GetProperty("Customer Details").GetProperty("name").GetString();

    private static HttpRequestMessage Request(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private async Task<HttpResponseMessage> SendAsync(string path, string body, CancellationToken cancellationToken = default)
    {
        using var request = Request(path, body);
        return await _client.SendAsync(request, cancellationToken);
    }

    private async Task<string> PostAsync(string path, string body, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(path, body, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private Task<HttpResponseMessage> PutFaultsAsync(string json) =>
        _client.PutAsync(new Uri("/_emulator/faults", UriKind.Relative), new StringContent(json));
}
