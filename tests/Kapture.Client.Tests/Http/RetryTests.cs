
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
        { "no trust", Once, KaptureErrorId.ServiceUnavailable, Once, KaptureErrorId.ServiceUnavailable },
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
    [InlineData(0, "1 attempt")]
    [InlineData(1, "2 attempts")]
    [InlineData(2, "3 attempts")]
    [InlineData(3, "4 attempts")]
    [InlineData(4, "5 attempts")]
    [InlineData(5, "6 attempts")]
    [InlineData(10, "11 attempts")]
    public async Task N_retries_are_n_requests_more(int retries, string words)
    {
        foreach (var (failure, id) in new[] { ("500", KaptureErrorId.ServiceUnavailable), ("429", KaptureErrorId.RateLimited), ("refused", KaptureErrorId.ServiceUnavailable), ("hangs", KaptureErrorId.Timeout) })
        {
            var handler = new ScriptedHandler(_time, (_, cancellationToken) => FailAsync(failure, cancellationToken));
            using var client = Calls.Client(handler, _time, retries);

            var error = await ThrowsAsync(id, () => client.SendAsync(KaptureOperation.Get));

            Assert.Equal(retries + 1, handler.Sent.Count);
            Assert.Contains(words + ")", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2", 2)]
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
            using var client = Calls.Client(handler, time, retries: 1, random: 0.5, budget: TimeSpan.MaxValue);

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
    public Task Nobody_of_sixteen_sends_before_a_Retry_After_is_over(int status) => ManualTime.OnPoolAsync(async () =>
    {
        const int Workers = 16;
        var handler = new ScriptedHandler(_time, (attempt, _) => Task.FromResult(attempt == 1 ? ScriptedHandler.Reply(status, retryAfter: "60") : ScriptedHandler.Reply(200, Calls.Found)));
        using var client = Calls.Client(handler, _time, retries: 1);

        var early = Enumerable.Range(0, Workers / 2).Select(_ => client.SendAsync(KaptureOperation.Get)).ToList();
        _time.Advance(TimeSpan.FromSeconds(59.9));
        var late = Enumerable.Range(0, Workers / 2).Select(_ => client.SendAsync(KaptureOperation.Get)).ToList();
        Assert.Single(handler.Sent);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        await Task.WhenAll([.. early, .. late]);
        Assert.Equal(Workers + 1, handler.Sent.Count);
        Assert.All(handler.Sent.Skip(1), sent => Assert.Equal(TimeSpan.FromSeconds(60), sent.At - ManualTime.Start));
    });

    [Theory]
    [InlineData(KaptureOperation.Get, 429, "7200", KaptureErrorId.RateLimited, "2 h")]
    [InlineData(KaptureOperation.Add, 429, "7200", KaptureErrorId.RateLimited, "2 h")]
    [InlineData(KaptureOperation.Get, 503, "61", KaptureErrorId.ServiceUnavailable, "61 s")]
    [InlineData(KaptureOperation.Add, 503, "61", KaptureErrorId.WriteUncertain, "61 s")]
    [InlineData(KaptureOperation.Get, 503, "Tue, 07 May 2024 06:31:30 GMT", KaptureErrorId.ServiceUnavailable, "90 s")]
    [InlineData(KaptureOperation.Get, 429, "2147483647", KaptureErrorId.RateLimited, "24855.1 days")]
    [InlineData(KaptureOperation.Get, 429, "Fri, 31 Dec 9999 23:59:59 GMT", KaptureErrorId.RateLimited, "36500 days")]
    public async Task A_wait_beyond_the_budget_is_an_error_at_once(KaptureOperation operation, int status, string retryAfter, KaptureErrorId expected, string words)
    {
        var handler = new ScriptedHandler(_time, (_, _) => Task.FromResult(ScriptedHandler.Reply(status, retryAfter: retryAfter)));
        using var client = Calls.Client(handler, _time, retries: 4, budget: TimeSpan.FromSeconds(60));

        var error = await ThrowsAsync(expected, () => client.SendAsync(operation));

        Assert.Single(handler.Sent);
        Assert.Equal(1, error.Attempts);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        Assert.Contains($"(1 attempt; the service asked to wait {words}, until ", error.Message, StringComparison.Ordinal);
        Assert.Contains("; a call waits 60 s at most)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Who_comes_while_all_are_held_beyond_the_budget_fails_without_sending() => ManualTime.OnPoolAsync(async () =>
    {
        var handler = new ScriptedHandler(_time, (attempt, _) => Task.FromResult(attempt == 1 ? ScriptedHandler.Reply(429, retryAfter: "7200") : ScriptedHandler.Reply(200, Calls.Found)));
        using var client = Calls.Client(handler, _time, retries: 4);
        await Calls.ThrowsAsync(KaptureErrorId.RateLimited, () => client.SendAsync(KaptureOperation.Get));

        var error = await Calls.ThrowsAsync(KaptureErrorId.RateLimited, () => client.SendAsync(KaptureOperation.Add));

        Assert.Equal((0, null, null), (error.Attempts, error.StatusCode, error.Path));
        Assert.Contains($"The service asked to wait until {TimeZoneInfo.ConvertTime(ManualTime.Start.AddHours(2), _time.LocalTimeZone):HH:mm:ss}", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Sent);

        // Half an hour before the end it is worth waiting again.
        _time.Advance(TimeSpan.FromMinutes(90));
        var waiting = client.SendAsync(KaptureOperation.Get);
        _time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        Assert.Single(handler.Sent);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await waiting;
        Assert.Equal(2, handler.Sent.Count);
    });

    [Fact]
    public async Task The_budget_is_for_all_waits_of_a_call_together()
    {
        var handler = new ScriptedHandler(_time, (_, _) => Task.FromResult(ScriptedHandler.Reply(429, retryAfter: "25")));
        using var client = Calls.Client(handler, _time, retries: 10, budget: TimeSpan.FromSeconds(60));

        var error = await ThrowsAsync(KaptureErrorId.RateLimited, () => client.SendAsync(KaptureOperation.Get));

        Assert.Equal((3, 3), (handler.Sent.Count, error.Attempts));
        Assert.Equal(TimeSpan.FromSeconds(50), _time.Elapsed);
    }

    [Fact]
    public async Task Ordinary_waits_count_too()
    {
        var handler = new ScriptedHandler(_time, (_, cancellationToken) => FailAsync("500", cancellationToken));
        using var client = Calls.Client(handler, _time, retries: 10, random: 1, budget: TimeSpan.FromSeconds(4));

        var error = await ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(KaptureOperation.Get));

        Assert.Equal(4, handler.Sent.Count); // after 0.5, 1 and 2 s; 4 more would be too much
        Assert.Contains("(4 attempts; a call waits 4 s at most)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_hold_that_is_lengthened_beyond_the_budget_ends_a_call_that_waits() => ManualTime.OnPoolAsync(async () =>
    {
        string?[] retryAfter = ["60", "7200"];
        var handler = new ScriptedHandler(_time, async (attempt, cancellationToken) =>
        {
            // The second is on its way while the first is told to wait.
            await _time.WaitAsync(TimeSpan.FromSeconds(attempt), cancellationToken);
            return ScriptedHandler.Reply(429, retryAfter: retryAfter[attempt - 1]);
        });
        using var client = Calls.Client(handler, _time, retries: 4);

        var first = client.SendAsync(KaptureOperation.Add);
        var second = client.SendAsync(KaptureOperation.Add);
        _time.Advance(TimeSpan.FromSeconds(61));

        var error = await Calls.ThrowsAsync(KaptureErrorId.RateLimited, () => first);
        Assert.Equal(1, error.Attempts);
        Assert.Contains("was not sent again", error.Message, StringComparison.Ordinal);
        await Calls.ThrowsAsync(KaptureErrorId.RateLimited, () => second);
        Assert.Equal(2, handler.Sent.Count);
    });

    [Fact]
    public async Task What_an_earlier_attempt_was_told_is_not_said_of_the_last()
    {
        var handler = new ScriptedHandler(_time, (attempt, cancellationToken) => FailAsync(attempt == 1 ? "429 after 7" : "refused", cancellationToken));
        using var client = Calls.Client(handler, _time, retries: 1);

        var error = await ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(KaptureOperation.Get));

        Assert.Contains("; 2 attempts)", error.Message, StringComparison.Ordinal);
    }

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
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.Zero), (one.Held, other.Held));

        _time.Advance(TimeSpan.FromSeconds(60));
        await held;
        Assert.Equal(TimeSpan.Zero, one.Held);
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

#if NET
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
#endif

    private static Task<HttpResponseMessage> FailAsync(string failure, CancellationToken cancellationToken)
    {
        var parts = failure.Split(" after ");
        return failure switch
        {
            "refused" => throw BrokenConnection.Refused(),
            "no name" => throw BrokenConnection.NoName(),
            "no trust" => throw BrokenConnection.NoTrust(),
            "no proxy" => throw BrokenConnection.NoProxy(),
            "reset" => throw new HttpRequestException("Sending failed", new IOException("Connection reset by peer")),
            "ended" => throw BrokenConnection.Ended(),
            "truncated" => Task.FromResult(new HttpResponseMessage { Content = new BrokenContent(hangs: false) }),
            "body hangs" => Task.FromResult(new HttpResponseMessage { Content = new BrokenContent(hangs: true) }),
            "hangs" => ScriptedHandler.HangAsync(cancellationToken),
            _ => Task.FromResult(ScriptedHandler.Reply(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), retryAfter: parts.ElementAtOrDefault(1))),
        };
    }

    private Task<KaptureException> ThrowsAsync(KaptureErrorId id, Func<Task> call) => _time.RunAsync(() => Calls.ThrowsAsync(id, call));
}
