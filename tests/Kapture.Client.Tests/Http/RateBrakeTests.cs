namespace Kapture.Tests.Http;

public sealed class RateBrakeTests
{
    // One request now, and the next in eleven days.
    private const double Rare = 1e-6;

    private readonly ManualTime _time = new();

#if NET
    [Fact]
    public void Without_a_limit_nobody_waits_and_nothing_is_allocated()
    {
        using var brake = new RateBrake(null, _time);
        using var cancel = new CancellationTokenSource();
        IsAtOnce(brake.WaitAsync(TimeSpan.Zero, cancel.Token));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            if (!IsAtOnce(brake.WaitAsync(TimeSpan.Zero, cancel.Token)))
                Assert.Fail("It waits.");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
#endif

    [Fact]
    public Task The_longer_of_two_holds_counts() => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(null, _time);
        brake.HoldFor(TimeSpan.FromSeconds(60));
        brake.HoldFor(TimeSpan.FromSeconds(5));
        var waiting = WaitAsync(brake);

        _time.Advance(TimeSpan.FromSeconds(30));
        brake.HoldFor(TimeSpan.FromSeconds(45));
        _time.Advance(TimeSpan.FromSeconds(44));
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(75), await waiting);
    });

    [Fact]
    public Task A_hold_that_takes_longer_than_the_patience_is_not_waited_out() => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(null, _time);
        brake.HoldFor(TimeSpan.FromSeconds(60));

        Assert.Equal(TimeSpan.FromSeconds(60), await brake.WaitAsync(TimeSpan.FromSeconds(59), default));
        var lengthened = brake.WaitAsync(TimeSpan.FromSeconds(60), default).AsTask();
        brake.HoldFor(TimeSpan.FromSeconds(61));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(lengthened.IsCompleted, "It waits the longer hold out.");
        Assert.Equal(TimeSpan.FromSeconds(61), await lengthened);
        Assert.Equal(TimeSpan.FromSeconds(1), brake.Held);
    });

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 500)]
    [InlineData(4, 250)]
    [InlineData(50, 20)]
    [InlineData(1000, 1)]
    [InlineData(0.1, 10000)]
    public async Task Requests_leave_evenly_spaced(double rate, int milliseconds)
    {
        const int Count = 20;
        using var brake = new RateBrake(rate, _time);

        var left = await LeaveAsync(brake, Count);

        Assert.Equal(Enumerable.Range(0, Count).Select(i => TimeSpan.FromMilliseconds(i * milliseconds)), left);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7.5)]
    [InlineData(64)]
    [InlineData(300)]
    [InlineData(3000)]
    public async Task No_second_sees_more_than_its_number_and_the_long_run_no_less(double rate)
    {
        var count = (int)(rate * 3);
        using var brake = new RateBrake(rate, _time);

        var left = await LeaveAsync(brake, count);

        // A timer counts whole milliseconds, so that some leave a part of one late.
        var atMost = (int)(rate * 1.001) + 1;
        Assert.All(left, first => Assert.InRange(left.Count(one => one >= first && one - first < TimeSpan.FromSeconds(1)), 1, atMost));
        Assert.InRange(left[^1].TotalSeconds, (count - 1) / rate - 1e-3, (count - 1) / rate + 2e-3);
    }

    [Fact]
    public async Task What_was_not_used_is_not_saved_up()
    {
        using var brake = new RateBrake(4, _time);
        await LeaveAsync(brake, 3);
        _time.Advance(TimeSpan.FromHours(1));
        var from = _time.Elapsed;

        var left = await LeaveAsync(brake, 3);

        Assert.Equal([from, from + TimeSpan.FromMilliseconds(250), from + TimeSpan.FromMilliseconds(500)], left);
    }

    [Theory]
    [InlineData(15.6, 15)]
    [InlineData(40, 40)]
    [InlineData(1000, 50)]
    public Task Late_timers_are_made_up_for_to_fifty_milliseconds_worth(double late, int expected) => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(1000, _time);
        await brake.WaitAsync(TimeSpan.Zero, default);
        var second = WaitAsync(brake);
        _time.AdvanceAtOnce(TimeSpan.FromTicks((long)((1 + late) * TimeSpan.TicksPerMillisecond)));
        await second;

        var atOnce = 0;
        while (IsAtOnce(brake.WaitAsync(TimeSpan.Zero, default)))
            atOnce++;

        Assert.Equal(expected, atOnce);
    });

    [Fact]
    public Task Who_is_cancelled_uses_no_place_up() => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(1, _time);
        using var cancel = new CancellationTokenSource();
        await brake.WaitAsync(TimeSpan.Zero, default);
        var gone = Enumerable.Range(0, 100).Select(_ => brake.WaitAsync(TimeSpan.Zero, cancel.Token).AsTask()).ToList();
        _time.Advance(TimeSpan.FromSeconds(0.5));

        await cancel.CancelAsync();
        foreach (var one in gone)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);

        Assert.Equal([TimeSpan.FromSeconds(1)], await LeaveAsync(brake, 1));
    });

    [Fact]
    public Task A_closed_client_lets_nobody_wait() => ManualTime.OnPoolAsync(async () =>
    {
        using var closed = new CancellationTokenSource();
        using var brake = new RateBrake(Rare, _time, closed.Token);
        await brake.WaitAsync(TimeSpan.Zero, default);
        var (first, second) = (WaitAsync(brake), WaitAsync(brake));

        await closed.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(20)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(20)));
    });

    [Fact]
    public Task Who_waits_for_a_hold_has_no_place_in_the_rate_yet() => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(Rare, _time);
        using var cancel = new CancellationTokenSource();
        brake.HoldFor(TimeSpan.FromSeconds(60));
        var gone = brake.WaitAsync(TimeSpan.MaxValue, cancel.Token).AsTask();
        var next = WaitAsync(brake);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(TimeSpan.FromSeconds(60), await next);
    });

    [Fact]
    public Task Who_waits_for_a_place_in_the_rate_heeds_a_hold_that_comes_meanwhile() => ManualTime.OnPoolAsync(async () =>
    {
        using var brake = new RateBrake(4, _time);
        await brake.WaitAsync(TimeSpan.Zero, default);
        var waiting = WaitAsync(brake);
        brake.HoldFor(TimeSpan.FromSeconds(60));

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(waiting.IsCompleted, "It went while all were held.");

        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    });

    [Fact]
    public async Task After_a_hold_the_rate_is_kept_too()
    {
        using var brake = new RateBrake(4, _time);
        brake.HoldFor(TimeSpan.FromSeconds(60));

        var left = await LeaveAsync(brake, 3);

        Assert.Equal([60, 60.25, 60.5], left.Select(at => at.TotalSeconds));
    }

    [Fact]
    public async Task A_client_keeps_to_its_limit()
    {
        var handler = new ScriptedHandler(_time, (_, _) => Task.FromResult(ScriptedHandler.Reply(200, Calls.Found)));
        using var client = Calls.Client(handler, _time, rate: 4);

        await _time.RunAsync(() => Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.SendAsync(KaptureOperation.Get))), within: TimeSpan.FromSeconds(1));

        Assert.Equal(Enumerable.Range(0, 16).Select(i => i * 0.25), handler.Sent.Select(sent => (sent.At - ManualTime.Start).TotalSeconds));
    }

    private static bool IsAtOnce(ValueTask<TimeSpan> wait) => wait.IsCompletedSuccessfully;

    private static Task<TimeSpan> WaitAsync(RateBrake brake) => brake.WaitAsync(TimeSpan.MaxValue, default).AsTask();

    /// <summary>When each of so many left that came at once.</summary>
    private async Task<IReadOnlyList<TimeSpan>> LeaveAsync(RateBrake brake, int count) => (await _time.RunAsync(() => Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
    {
        await WaitAsync(brake);
        return _time.Elapsed;
    })))).Order().ToList();
}
