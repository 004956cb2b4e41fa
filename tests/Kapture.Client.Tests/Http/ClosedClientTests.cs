namespace Kapture.Tests.Http;

public sealed class ClosedClientTests
{
    private static readonly CustomerFields _asha = new() { Name = "Asha", Phone = "0900000001" };

    [Fact]
    public async Task A_write_that_is_under_way_when_the_client_closes_is_uncertain_and_not_lost()
    {
        var (client, sent) = Hanging();
        var write = client.AddCustomerAsync(_asha, new CallOptions { Row = 3 });
        await sent;
        client.Dispose();

        var failure = await Assert.ThrowsAsync<KaptureException>(() => write.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(KaptureErrorId.WriteUncertain, failure.ErrorId);
        Assert.Equal(3, failure.Row);
        Assert.Contains("the session was closed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_has_no_connection_yet_when_the_client_closes_is_not_in_doubt()
    {
        using var handler = new ConnectingHandler();
        var client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token)) { PrimaryHandler = handler });
        var write = client.AddCustomerAsync(_asha);
        await handler.Begun;
        client.Dispose();

        var failure = await Assert.ThrowsAsync<KaptureException>(() => write.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(KaptureErrorId.NotConnected, failure.ErrorId);
    }

    [Fact]
    public async Task A_read_that_is_under_way_when_the_client_closes_is_not_connected()
    {
        var (client, sent) = Hanging();
        var read = client.GetCustomerAsync(CustomerKey.ById(5));
        await sent;
        client.Dispose();

        Assert.Equal(KaptureErrorId.NotConnected, (await Assert.ThrowsAsync<KaptureException>(() => read.WaitAsync(TimeSpan.FromSeconds(20)))).ErrorId);
    }

    [Fact]
    public async Task A_write_after_the_client_has_closed_is_not_connected()
    {
        var (client, _) = Hanging();
        client.Dispose();

        Assert.Equal(KaptureErrorId.NotConnected, (await Assert.ThrowsAsync<KaptureException>(() => client.AddCustomerAsync(_asha))).ErrorId);
    }

    private static (KaptureClient Client, Task Sent) Hanging()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedHandler(TimeProvider.System, async (_, cancellationToken) =>
        {
            sent.SetResult();
            return await ScriptedHandler.HangAsync(cancellationToken);
        });
        var options = new KaptureClientOptions(new Uri("https://crm.example.com/"), KaptureCredential.FromToken("emulator-token")) { PrimaryHandler = handler };
        return (new KaptureClient(options), sent.Task);
    }

    /// <summary>Never comes to ask for the body.</summary>
    private sealed class ConnectingHandler : HttpMessageHandler
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _begun.SetResult();
            return await ScriptedHandler.HangAsync(cancellationToken);
        }
    }
}
