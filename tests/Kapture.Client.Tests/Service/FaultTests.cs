using System.Net;
using System.Net.Sockets;
using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Service;

/// <summary>What goes wrong between a client and the service, over real sockets.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.DropBefore, 0)]
    [InlineData(FaultKind.DropAfter, 1)]
    [InlineData(FaultKind.Truncate, 1)]
    [InlineData(FaultKind.Garbage, 0)]
    [InlineData(FaultKind.Html, 0)]
    public async Task A_write_whose_answer_is_lost_is_uncertain_and_sent_once(FaultKind kind, int applied)
    {
        await using var service = await EmulatedService.StartAsync();
        await service.Client.GetCustomerPageAsync(new CustomerPage(Calls.AccountId, DateTime.Today, new CustomerFilter())); // the connection is used before it breaks
        service.Break(new EmulatorFault { Kind = kind });

        var error = await Calls.ThrowsAsync(KaptureErrorId.WriteUncertain, () => service.Client.AddCustomerAsync(Calls.Person()));

        Assert.Equal(1, error.Attempts);
        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
        Assert.Equal(applied, service.Emulator.GetStatistics().Customers);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore, 3, KaptureErrorId.ServiceUnavailable)]
    [InlineData(FaultKind.Truncate, 3, KaptureErrorId.ServiceUnavailable)]
    [InlineData(FaultKind.Garbage, 1, KaptureErrorId.UnexpectedResponse)]
    [InlineData(FaultKind.Html, 1, KaptureErrorId.UnexpectedResponse)]
    [InlineData(FaultKind.WrongCustomer, 1, KaptureErrorId.UnexpectedResponse)]
    public async Task A_read_is_tried_again_where_that_may_help(FaultKind kind, int requests, KaptureErrorId expected)
    {
        await using var service = await EmulatedService.StartAsync(new EmulatorOptions { Seed = 3 });
        var id = await FirstIdAsync(service);
        service.Break(new EmulatorFault { Kind = kind });

        var error = await Calls.ThrowsAsync(expected, () => service.Client.GetCustomerAsync(CustomerKey.ById(id)));

        Assert.Equal(requests, error.Attempts);
        Assert.Equal(requests, service.Requests(EmulatorOperation.Get));
    }

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Status)]
    public async Task A_read_survives_what_passes(FaultKind kind)
    {
        await using var service = await EmulatedService.StartAsync(new EmulatorOptions { Seed = 3 });
        var id = await FirstIdAsync(service);
        service.Break(new EmulatorFault { Kind = kind, Times = 2 });

        Assert.Equal(id, (await service.Client.GetCustomerAsync(CustomerKey.ById(id))).Id);
        Assert.Equal(3, service.Requests(EmulatorOperation.Get));
    }

    [Fact]
    public async Task A_slow_answer_is_an_answer()
    {
        await using var service = await EmulatedService.StartAsync(new EmulatorOptions { Seed = 3 });
        service.Break(new EmulatorFault { Kind = FaultKind.Slow, Delay = TimeSpan.FromMilliseconds(1) });

        Assert.NotEqual(0, await FirstIdAsync(service));
    }

    [Fact]
    public async Task A_service_that_hangs_is_left_after_the_timeout()
    {
        await using var service = await EmulatedService.StartAsync(timeout: TimeSpan.FromMilliseconds(150));
        service.Break(new EmulatorFault { Kind = FaultKind.Hang, Applied = true });

        var read = await Calls.ThrowsAsync(KaptureErrorId.Timeout, () => service.Client.GetCustomerAsync(CustomerKey.ById(5)));
        var write = await Calls.ThrowsAsync(KaptureErrorId.WriteUncertain, () => service.Client.AddCustomerAsync(Calls.Person()));

        Assert.Equal((3, 1), (read.Attempts, write.Attempts));
        Assert.Equal(1, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task Cancelling_leaves_a_service_that_hangs()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Break(new EmulatorFault { Kind = FaultKind.Hang });
        using var cancel = new CancellationTokenSource();

        var call = service.Client.GetCustomerAsync(CustomerKey.ById(5), cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_write_is_sent_again_where_the_service_says_when(int status)
    {
        await using var service = await EmulatedService.StartAsync();
        service.Break(new EmulatorFault { Kind = FaultKind.Status, StatusCode = status, RetryAfter = TimeSpan.Zero, Times = 2 });

        var added = await service.Client.AddCustomerAsync(Calls.Person());

        Assert.Equal(3, added.Attempts);
        Assert.Equal(1, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task A_write_is_not_sent_again_after_a_503_without_Retry_After()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Break(new EmulatorFault { Kind = FaultKind.Status, StatusCode = 503, Applied = true });

        await Calls.ThrowsAsync(KaptureErrorId.WriteUncertain, () => service.Client.AddCustomerAsync(Calls.Person()));

        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
        Assert.Equal(1, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task An_update_that_answers_for_another_customer_is_an_error()
    {
        await using var service = await EmulatedService.StartAsync();
        var id = (await service.Client.AddCustomerAsync(Calls.Person())).CustomerId!.Value;
        service.Break(new EmulatorFault { Kind = FaultKind.WrongCustomer });

        var error = await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => service.Client.UpdateCustomerAsync(id, new CustomerFields { City = "Pune" }));

        Assert.Contains($"{id}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_certain_not_to_have_seen_a_write()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound and not listening: nobody else can take the port
        using var client = Calls.Client(new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/"));

        foreach (var operation in Enum.GetValues<KaptureOperation>())
        {
            var error = await Calls.ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(operation));

            Assert.True(error.IsUnreachable);
            Assert.Equal(3, error.Attempts);
        }
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_and_no_other_host_sees_the_key(int status)
    {
        await using var elsewhere = await EmulatedService.StartAsync();
        await using var server = new RawServer($"HTTP/1.1 {status} Moved\nLocation: {elsewhere.BaseUri}search-customer-by-customer-id.html\nContent-Length: 0");
        using var client = Calls.Client(server.BaseUri);

        foreach (var operation in Enum.GetValues<KaptureOperation>())
            await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => client.SendAsync(operation));

        Assert.Equal(Enum.GetValues<KaptureOperation>().Length, server.Requests);
        Assert.Equal(0, elsewhere.Emulator.GetStatistics().Requests);
    }

    [Fact]
    public async Task A_cookie_of_the_service_is_not_sent_back()
    {
        var body = "{\"message\":[],\"status\":\"success\"}"u8.ToArray();
        await using var server = new RawServer($"HTTP/1.1 200 OK\nSet-Cookie: JSESSIONID=1\nContent-Length: {body.Length}", body);
        using var client = Calls.Client(server.BaseUri);

        await client.SendAsync(KaptureOperation.Pull);
        await client.SendAsync(KaptureOperation.Pull);

        Assert.Equal(2, server.Requests);
        Assert.DoesNotContain("Cookie", server.Received, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Authorization: Basic emulator-token\r\n", server.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_a_client_closes_its_connections()
    {
        var body = "{\"message\":[],\"status\":\"success\"}"u8.ToArray();
        await using var server = new RawServer($"HTTP/1.1 200 OK\nContent-Length: {body.Length}", body);
        var client = Calls.Client(server.BaseUri);
        await client.SendAsync(KaptureOperation.Pull);

        client.Dispose();

        await server.ClosedByClient;
    }

    private static async Task<long> FirstIdAsync(EmulatedService service) =>
        (await service.Client.GetCustomerPageAsync(new CustomerPage(Calls.AccountId, new DateTime(2024, 5, 1), new CustomerFilter())))[0].Id;
}
