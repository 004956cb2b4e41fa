namespace Kapture.Tests.Pull;

/// <summary>Who of the days of a pull may send a request.</summary>
public sealed class PullLanesTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly PullLanes _lanes = new(1);

    [Fact]
    public async Task The_earlier_day_goes_first()
    {
        Assert.True(_lanes.TryEnter(0));
        var third = _lanes.EnterAsync(3, CancellationToken.None);
        var second = _lanes.EnterAsync(2, CancellationToken.None);
        Assert.False(_lanes.TryEnter(1));

        _lanes.Leave();
        await second.WaitAsync(_patience);
        Assert.False(third.IsCompleted);
        _lanes.Leave();
        await third.WaitAsync(_patience);
    }

    [Fact]
    public async Task Behind_a_day_that_failed_nobody_goes_and_before_it_everybody()
    {
        Assert.True(_lanes.TryEnter(2));
        var later = _lanes.EnterAsync(3, CancellationToken.None);
        var earlier = _lanes.EnterAsync(1, CancellationToken.None);

        _lanes.EndAt(2);
        _lanes.Leave();
        await earlier.WaitAsync(_patience);
        _lanes.Leave();

        Assert.False(later.IsCompleted);
        Assert.False(_lanes.TryEnter(3));
        Assert.True(_lanes.TryEnter(2));
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        using var cancel = new CancellationTokenSource();
        Assert.True(_lanes.TryEnter(0));
        var waiting = _lanes.EnterAsync(1, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
