namespace Kapture.Tests.Pull;

/// <summary>How much of a pull may wait to be read.</summary>
public sealed class PullRoomTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _long = TimeSpan.FromMilliseconds(50);

    private readonly PullRoom _room = new(least: 0);

    [Fact]
    public void There_is_room_for_about_a_thousand()
    {
        Assert.True(_room.TryEnter(1, 1000));
        Assert.False(_room.TryEnter(2, 100));
        Assert.True(_room.TryEnter(2, 24));
    }

    [Fact]
    public void The_day_that_is_read_has_room_of_its_own()
    {
        Assert.True(_room.TryEnter(1, 1000));

        Assert.True(_room.TryEnter(0, 1000));
        Assert.False(_room.TryEnter(0, 1000));
        _room.Leave(0, 1000);
        Assert.True(_room.TryEnter(0, 5000));
    }

    [Fact]
    public async Task Who_waits_comes_in_when_there_is_room_the_earlier_day_first()
    {
        Assert.True(_room.TryEnter(1, 1000));
        var third = _room.EnterAsync(3, 700, CancellationToken.None);
        var second = _room.EnterAsync(2, 500, CancellationToken.None);

        _room.Leave(1, 500);
        await second.WaitAsync(_patience);
        Assert.False(third.IsCompleted);
        Assert.False(_room.TryEnter(4, 1));
        _room.Leave(2, 500);
        Assert.False(third.IsCompleted);
        _room.Leave(1, 500);
        await third.WaitAsync(_patience);
    }

    [Fact]
    public async Task A_day_that_comes_to_be_read_waits_no_longer()
    {
        Assert.True(_room.TryEnter(2, 1000));
        var waiting = _room.EnterAsync(1, 1000, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _room.Read(1);

        await waiting.WaitAsync(_patience);
    }

    [Fact]
    public async Task A_reader_who_waits_makes_room_where_somebody_needs_it()
    {
        _room.Waited(_long);
        Assert.True(_room.TryEnter(1, 1000));
        var waiting = _room.EnterAsync(2, 1000, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _room.Waited(_long);

        await waiting.WaitAsync(_patience);

        // As much as there may be, and no more.
        Assert.False(_room.TryEnter(3, 6000));
        var more = _room.EnterAsync(3, 6000, CancellationToken.None);
        _room.Waited(_long);
        _room.Waited(_long);
        await more.WaitAsync(_patience);
        var tooMuch = _room.EnterAsync(4, 1000, CancellationToken.None);
        _room.Waited(_long);
        _room.Waited(_long);
        Assert.False(tooMuch.IsCompleted);
        _room.Leave(3, 6000);
        await tooMuch.WaitAsync(_patience);
    }

    [Fact]
    public async Task A_short_wait_makes_a_little_room_and_none_at_all_none()
    {
        Assert.True(_room.TryEnter(1, 1000));
        var second = _room.EnterAsync(2, 1000, CancellationToken.None);
        _room.Waited(TimeSpan.FromMilliseconds(2));
        Assert.False(second.IsCompleted);

        _room.Waited(TimeSpan.FromMilliseconds(3));
        await second.WaitAsync(_patience);

        var third = _room.EnterAsync(3, 1000, CancellationToken.None);
        _room.Waited(TimeSpan.FromMilliseconds(20));
        Assert.False(third.IsCompleted);
        _room.Waited(TimeSpan.FromMilliseconds(21));
        await third.WaitAsync(_patience);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        using var cancel = new CancellationTokenSource();
        Assert.True(_room.TryEnter(1, 1000));
        var waiting = _room.EnterAsync(2, 1000, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
