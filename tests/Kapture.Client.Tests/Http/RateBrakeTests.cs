namespace Kapture.Tests.Http;

public sealed class RateBrakeTests
{
    // One request now, and the next in eleven days.
    private const double Rare = 1e-6;

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Without_a_limit_nobody_waits()
    {
        using var brake = new RateBrake(null, _time);

        await brake.WaitAsync(default);
        await brake.WaitAsync(default);
    }

    [Fact]
    public Task The_longer_of_two_holds_counts() => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(null, _time);
        brake.HoldFor(TimeSpan.FromSeconds(60));
        brake.HoldFor(TimeSpan.FromSeconds(5));
        var waiting = brake.WaitAsync(default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(30));
        brake.HoldFor(TimeSpan.FromSeconds(45));
        _time.Advance(TimeSpan.FromSeconds(44));
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    });

    [Fact]
    public async Task Beyond_the_limit_requests_wait_and_can_be_cancelled()
    {
        using var brake = new RateBrake(Rare, _time);
        using var cancel = new CancellationTokenSource();
        await brake.WaitAsync(default);

        var second = brake.WaitAsync(cancel.Token).AsTask();
        Assert.False(second.IsCompleted);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.9)]
    [InlineData(50)]
    public void One_seconds_worth_goes_at_once(double rate)
    {
        using var brake = new RateBrake(rate, _time);

        for (var i = 0; i < (int)rate; i++)
            Assert.True(brake.WaitAsync(default).AsTask().IsCompleted);
    }

    [Fact]
    public Task Who_waits_for_a_hold_has_no_place_in_the_rate_yet() => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(Rare, _time);
        using var cancel = new CancellationTokenSource();
        brake.HoldFor(TimeSpan.FromSeconds(60));
        var gone = brake.WaitAsync(cancel.Token).AsTask();
        var next = brake.WaitAsync(default).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _time.Advance(TimeSpan.FromSeconds(60));

        await next.WaitAsync(TimeSpan.FromSeconds(20));
    });

    [Fact]
    public async Task Who_waits_for_a_place_in_the_rate_heeds_a_hold_that_comes_meanwhile()
    {
        const int Rate = 4; // the next place is there in 250 ms
        using var brake = new RateBrake(Rate, _time);
        for (var i = 0; i < Rate; i++)
            await brake.WaitAsync(default);
        var waiting = brake.WaitAsync(default).AsTask();
        brake.HoldFor(TimeSpan.FromSeconds(60));

        Assert.True(SpinWait.SpinUntil(() => waiting.IsCompleted || _time.IsAwaited, TimeSpan.FromSeconds(20)));

        Assert.False(waiting.IsCompleted, "It went while all were held.");
        _time.Advance(TimeSpan.FromSeconds(60));
        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_client_keeps_to_its_limit()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Found));
        using var cancel = new CancellationTokenSource();
        using var client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token)) { PrimaryHandler = handler, RequestsPerSecond = Rare });
        await client.SendAsync(KaptureOperation.Get);

        var second = client.SendAsync(KaptureOperation.Get, cancellationToken: cancel.Token);

        Assert.Single(handler.Sent);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Single(handler.Sent);
    }
}
