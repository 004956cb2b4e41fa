using System.Net.Sockets;

namespace Kapture.Tests.Http;

/// <summary>What is sent again, how often, and when. The clock moves only when a call waits for it.</summary>
public sealed class RetryTests
{
    private const int Retries = 2;
    private const int Once = 1;
    private const int Every = Retries + 1;

    private readonly ManualTime _time = new();

    public static TheoryData<string, int, KaptureErrorId, int, KaptureErrorId> Failures => new()
    {
        // What happens, then for a read and for a write: how many requests, and the error in the end.
        { "refused", Every, KaptureErrorId.ServiceUnavailable, Every, KaptureErrorId.ServiceUnavailable },
        { "no name", Every, KaptureErrorId.ServiceUnavailable, Every, KaptureErrorId.ServiceUnavailable },
        { "no trust", Every, KaptureErrorId.ServiceUnavailable, Every, KaptureErrorId.ServiceUnavailable },
        { "no proxy", Every, KaptureErrorId.ServiceUnavailable, Every, KaptureErrorId.ServiceUnavailable },
        { "reset", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "ended", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "truncated", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "hangs", Every, KaptureErrorId.Timeout, Once, KaptureErrorId.WriteUncertain },
        { "body hangs", Every, KaptureErrorId.Timeout, Once, KaptureErrorId.WriteUncertain },
        { "408", Every, KaptureErrorId.Timeout, Once, KaptureErrorId.WriteUncertain },
        { "429", Every, KaptureErrorId.RateLimited, Every, KaptureErrorId.RateLimited },
        { "429 after 7", Every, KaptureErrorId.RateLimited, Every, KaptureErrorId.RateLimited },
        { "500", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "500 after 7", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "502", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "503", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "503 after 7", Every, KaptureErrorId.ServiceUnavailable, Every, KaptureErrorId.WriteUncertain },
        { "503 after soon", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "504", Every, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.WriteUncertain },
        { "200", Once, KaptureErrorId.UnexpectedResponse, Once, KaptureErrorId.WriteUncertain },
        { "302", Once, KaptureErrorId.UnexpectedResponse, Once, KaptureErrorId.UnexpectedResponse },
        { "400", Once, KaptureErrorId.UnexpectedResponse, Once, KaptureErrorId.WriteUncertain },
        { "401", Once, KaptureErrorId.AuthenticationFailed, Once, KaptureErrorId.AuthenticationFailed },
        { "403", Once, KaptureErrorId.PermissionDenied, Once, KaptureErrorId.PermissionDenied },
        { "404", Once, KaptureErrorId.UnexpectedResponse, Once, KaptureErrorId.WriteUncertain },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Only_what_may_be_repeated_is(string failure, int readRequests, KaptureErrorId readError, int writeRequests, KaptureErrorId writeError)
    {
        foreach (var operation in Enum.GetValues<KaptureOperation>())
        {
            var isWrite = operation.IsWrite();
            var handler = new ScriptedHandler(_time, (_, cancellationToken) => FailAsync(failure, cancellationToken));
            using var client = Calls.Client(handler, _time, Retries);

            var error = await ThrowsAsync(isWrite ? writeError : readError, () => client.SendAsync(operation));

            Assert.Equal(isWrite ? writeRequests : readRequests, handler.Sent.Count);
            Assert.Equal(handler.Sent.Count, error.Attempts);
            Assert.Single(handler.Sent.Select(sent => sent.Text).Distinct());
            Assert.Equal(failure is "refused" or "no name" or "no trust" or "no proxy" || (!isWrite && failure is "reset" or "ended" or "truncated"), error.IsUnreachable);
        }
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("429")]
    [InlineData("503 after 7")]
    public async Task What_succeeds_when_repeated_is_a_success(string failure)
    {
        foreach (var operation in Enum.GetValues<KaptureOperation>())
        {
            var handler = new ScriptedHandler(_time, (attempt, cancellationToken) => attempt <= Retries
                ? FailAsync(failure, cancellationToken)
                : Task.FromResult(ScriptedHandler.Reply(200, Calls.Success(operation))));
            using var client = Calls.Client(handler, _time, Retries);

            var result = await _time.RunAsync(() => client.SendAsync(operation));

            Assert.Equal(Every, handler.Sent.Count);
            if (result is WriteResult written)
                Assert.Equal(Every, written.Attempts);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public async Task N_retries_are_n_requests_more(int retries)
    {
        var handler = new ScriptedHandler(_time, (_, cancellationToken) => FailAsync("500", cancellationToken));
        using var client = Calls.Client(handler, _time, retries);

        await ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(KaptureOperation.Get));

        Assert.Equal(retries + 1, handler.Sent.Count);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("60", 60)]
    [InlineData("90", 90)]
    [InlineData("0", 0)]
    [InlineData("8640000", 8640000)]
    [InlineData("Tue, 07 May 2024 06:31:30 GMT", 90)]
    [InlineData("Tue, 07 May 2024 06:29:59 GMT", 0)]
    public async Task Retry_After_is_honoured_in_full(string retryAfter, int seconds)
    {
        foreach (var (operation, status) in new[] { (KaptureOperation.Get, 429), (KaptureOperation.Get, 503), (KaptureOperation.Get, 500), (KaptureOperation.Add, 429), (KaptureOperation.Add, 503) })
        {
            var time = new ManualTime();
            var handler = new ScriptedHandler(time, (attempt, _) => Task.FromResult(attempt == 1
                ? ScriptedHandler.Reply(status, retryAfter: retryAfter)
                : ScriptedHandler.Reply(200, Calls.Success(operation))));
            using var client = Calls.Client(handler, time, retries: 1, random: 0.5);

            await time.RunAsync(() => client.SendAsync(operation));

            Assert.Equal(TimeSpan.FromSeconds(seconds), handler.Sent[1].At - handler.Sent[0].At);
        }
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("99999999999999")]
    [InlineData(" ")]
    public async Task A_Retry_After_that_says_nothing_is_as_if_it_were_missing(string retryAfter)
    {
        var handler = new ScriptedHandler(_time, (attempt, _) => Task.FromResult(attempt == 1 ? ScriptedHandler.Reply(429, retryAfter: retryAfter) : ScriptedHandler.Reply(200, Calls.Found)));
        using var client = Calls.Client(handler, _time, retries: 1, random: 1);

        await _time.RunAsync(() => client.SendAsync(KaptureOperation.Get));

        Assert.Equal(TimeSpan.FromSeconds(0.5), _time.Elapsed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public async Task Waits_are_spread_from_nothing_to_twice_the_last_and_half_a_minute_at_most(double random)
    {
        var handler = new ScriptedHandler(_time, (_, cancellationToken) => FailAsync("500", cancellationToken));
        using var client = Calls.Client(handler, _time, retries: 9, random: random);

        await ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(KaptureOperation.Get));

        double[] ceilings = [0.5, 1, 2, 4, 8, 16, 30, 30, 30];
        var waits = handler.Sent.Zip(handler.Sent.Skip(1), (one, next) => (next.At - one.At).TotalSeconds);
        Assert.Equal(ceilings.Select(ceiling => ceiling * random), waits);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public Task Nobody_sends_before_a_Retry_After_is_over(int status) => ManualTime.OnPoolAsync(async () =>
    {
        var handler = new ScriptedHandler(_time, (attempt, _) => Task.FromResult(attempt == 1 ? ScriptedHandler.Reply(status, retryAfter: "60") : ScriptedHandler.Reply(200, Calls.Found)));
        using var client = Calls.Client(handler, _time, retries: 1);

        var first = client.SendAsync(KaptureOperation.Get);
        var second = client.SendAsync(KaptureOperation.Get);
        _time.Advance(TimeSpan.FromSeconds(59));
        var third = client.SendAsync(KaptureOperation.Get);
        Assert.Single(handler.Sent);

        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(first, second, third);
        Assert.Equal(4, handler.Sent.Count);
    });

    [Fact]
    public Task Another_client_is_not_held() => ManualTime.OnPoolAsync(async () =>
    {
        var busy = new ScriptedHandler(_time, (attempt, _) => Task.FromResult(attempt == 1 ? ScriptedHandler.Reply(429, retryAfter: "60") : ScriptedHandler.Reply(200, Calls.Found)));
        var free = new ScriptedHandler(_time, (_, _) => Task.FromResult(ScriptedHandler.Reply(200, Calls.Found)));
        using var one = Calls.Client(busy, _time, retries: 1);
        using var other = Calls.Client(free, _time, retries: 1);

        var held = one.SendAsync(KaptureOperation.Get);
        await other.SendAsync(KaptureOperation.Get);
        Assert.False(held.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(60));
        await held;
    });

    [Fact]
    public Task Cancelling_ends_a_wait_at_once() => ManualTime.OnPoolAsync(async () =>
    {
        using var cancel = new CancellationTokenSource();
        var handler = new ScriptedHandler(_time, (_, _) => Task.FromResult(ScriptedHandler.Reply(429, retryAfter: "60")));
        using var client = Calls.Client(handler, _time, retries: 4);

        var call = client.SendAsync(KaptureOperation.Get, cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(handler.Sent);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    });

    [Fact]
    public Task Cancelling_ends_a_request_at_once() => ManualTime.OnPoolAsync(async () =>
    {
        using var cancel = new CancellationTokenSource();
        var handler = new ScriptedHandler(_time, (_, cancellationToken) => ScriptedHandler.HangAsync(cancellationToken));
        using var client = Calls.Client(handler, _time, retries: 4);

        var call = client.SendAsync(KaptureOperation.Add, cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(handler.Sent);
    });

    [Fact]
    public async Task Each_attempt_has_the_whole_time()
    {
        var handler = new ScriptedHandler(_time, (_, cancellationToken) => ScriptedHandler.HangAsync(cancellationToken));
        using var client = Calls.Client(handler, _time, retries: 2);

        var error = await ThrowsAsync(KaptureErrorId.Timeout, () => client.SendAsync(KaptureOperation.Get));

        Assert.Equal(TimeSpan.FromSeconds(300), _time.Elapsed);
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_has_sent_nothing()
    {
        using var connections = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(1),
            ConnectCallback = async (_, cancellationToken) =>
            {
                await ScriptedHandler.HangAsync(cancellationToken);
                return new MemoryStream();
            },
        };
        using var client = Calls.Client(connections, retries: 2);

        var error = await Calls.ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(KaptureOperation.Add));

        Assert.True(error.IsUnreachable);
        Assert.Equal(3, error.Attempts);
    }

    private static Task<HttpResponseMessage> FailAsync(string failure, CancellationToken cancellationToken)
    {
        var parts = failure.Split(" after ");
        return failure switch
        {
            "refused" => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)),
            "no name" => throw new HttpRequestException(HttpRequestError.NameResolutionError, "No such host"),
            "no trust" => throw new HttpRequestException(HttpRequestError.SecureConnectionError, "The certificate is not trusted"),
            "no proxy" => throw new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy refused"),
            "reset" => throw new HttpRequestException("Sending failed", new IOException("Connection reset by peer")),
            "ended" => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection ended"),
            "truncated" => Task.FromResult(new HttpResponseMessage { Content = new BrokenContent(hangs: false) }),
            "body hangs" => Task.FromResult(new HttpResponseMessage { Content = new BrokenContent(hangs: true) }),
            "hangs" => ScriptedHandler.HangAsync(cancellationToken),
            _ => Task.FromResult(ScriptedHandler.Reply(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), retryAfter: parts.ElementAtOrDefault(1))),
        };
    }

    private Task<KaptureException> ThrowsAsync(KaptureErrorId id, Func<Task> call) => _time.RunAsync(() => Calls.ThrowsAsync(id, call));
}
