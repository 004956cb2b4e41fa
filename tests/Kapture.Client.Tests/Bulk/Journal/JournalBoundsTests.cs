namespace Kapture.Tests.Bulk;

/// <summary>When a line is where, and what follows when it cannot be.</summary>
public sealed class JournalBoundsTests : IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(100);

    private readonly MemoryJournalFile _file = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void The_line_of_a_row_that_begins_is_there_at_once_and_takes_along_what_waits_in_one_write()
    {
        using var journal = _file.Open(_time);
        var first = journal.Send(1, "a");
        Assert.Equal(2, _file.Lines.Length);
        journal.Done(first, 191, null);
        Assert.Equal(2, _file.Lines.Length);
        var before = _file.Writes;

        journal.Send(2, "b");

        Assert.Equal(4, _file.Lines.Length);
        Assert.Equal(before + 1, _file.Writes);
    }

    [Fact]
    public void The_line_of_a_row_that_is_done_is_there_within_100_ms()
    {
        using var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);

        _time.Advance(_tick);

        Assert.Equal(3, _file.Lines.Length);
    }

    [Fact]
    public void Lines_are_on_the_disk_within_a_second_and_a_bit_and_no_more_often()
    {
        using var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((1, _file.Length), (_file.Flushes, _file.Flushed));

        for (var i = 2; i <= 30; i++)
        {
            journal.Apply(i, "a", 191);
            _time.Advance(_tick);
        }

        Assert.InRange(_file.Flushes, 2, 4);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(_file.Length, _file.Flushed);
    }

    [Fact]
    public void An_idle_journal_asks_nothing_of_the_clock()
    {
        using var journal = _file.Open(_time);
        Assert.False(_time.IsAwaited);

        journal.Apply(1, "a", 191);
        Assert.True(_time.IsAwaited);

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_time.IsAwaited);
    }

    [Fact]
    public void Many_ends_do_not_pile_up()
    {
        using var journal = _file.Open(_time);
        var rows = Enumerable.Range(1, 2000).Select(row => journal.Enter(row, "a")).ToArray();
        var before = _file.Writes;

        foreach (var row in rows)
            journal.Done(row, row.Row, null);

        Assert.InRange(_file.Writes - before, 2, 10);
    }

    [Fact]
    public void Dispose_brings_all_to_the_disk_and_may_be_called_twice()
    {
        var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);

        journal.Dispose();
        journal.Dispose();

        Assert.Equal(3, _file.Lines.Length);
        Assert.Equal(_file.Length, _file.Flushed);
        Assert.True(_file.IsDisposed);
        Assert.False(_time.IsAwaited);
        Assert.Throws<InvalidOperationException>(() => journal.Send(2, "b"));
    }

    [Fact]
    public void Flush_brings_all_to_the_disk()
    {
        using var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);

        journal.Flush();

        Assert.Equal(3, _file.Lines.Length);
        Assert.Equal(_file.Length, _file.Flushed);
    }

    [Fact]
    public void On_a_full_disk_no_row_begins_and_the_ends_of_others_are_kept()
    {
        var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);
        var next = journal.Enter(2, "b");
        _file.Capacity = _file.Length + 20;

        var failure = JournalRun.Throws(KaptureErrorId.JournalFailed, () => journal.Begin(next));

        Assert.Contains("journal.jsonl", failure.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
        Assert.Contains("run the same command again", failure.Message, StringComparison.Ordinal);
        Assert.Null(next.Began);
        Assert.EndsWith("\n", _file.Text, StringComparison.Ordinal);

        _file.Capacity = long.MaxValue;
        journal.Dispose();
        Assert.Equal((JournalState.Done, 1), (Assert.Single(_file.Read()).State, _file.Read()[0].Row));
    }

    [Fact]
    public void What_a_full_disk_leaves_is_mended_by_the_next_run()
    {
        var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);
        journal.Send(2, "b");
        _file.Capacity = _file.Length + 20;
        _file.RefusesToCut = true;
        JournalRun.Throws(KaptureErrorId.JournalFailed, () => journal.Send(3, "c"));
        Assert.False(_file.Text.EndsWith('\n'));

        using var next = _file.Reopen();

        Assert.Equal(JournalRowState.Done, next.Enter(1, "a").State);
        Assert.Equal(JournalRowState.InDoubt, next.Enter(2, "b").State);
        Assert.Equal(JournalRowState.New, next.Enter(3, "c").State);
    }

    [Fact]
    public void A_torn_end_is_cut_off_before_anything_follows_it()
    {
        // All but the end of a line that is longer than the one that follows.
        var journal = _file.Open(_time);
        _file.Capacity = _file.Length + 95;
        _file.RefusesToCut = true;
        JournalRun.Throws(KaptureErrorId.JournalFailed, () => journal.Send(1_000_000_000, "a"));
        Assert.Equal(_file.Capacity, _file.Length);
        _file.Capacity = long.MaxValue;
        _file.RefusesToCut = false;

        journal.Send(2, "b");

        Assert.EndsWith("\"}\n", _file.Text, StringComparison.Ordinal);
        Assert.Equal([2], _file.Read().Select(entry => entry.Row));
        journal.Dispose();
    }

    [Fact]
    public void What_fails_in_the_background_is_said_by_the_next_call()
    {
        var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);
        _file.Capacity = _file.Length + 20;
        _time.Advance(_tick);
        _file.Capacity = long.MaxValue;

        JournalRun.Throws(KaptureErrorId.JournalFailed, () => journal.Send(2, "b"));

        journal.Send(3, "c");
        Assert.Equal([JournalState.Done, JournalState.InDoubt], _file.Read().Select(entry => entry.State));
        journal.Dispose();
    }

    [Fact]
    public void What_the_disk_refuses_is_said_by_the_next_call()
    {
        var journal = _file.Open(_time);
        var row = journal.Send(1, "a");
        _file.RefusesToFlush = true;
        _time.Advance(TimeSpan.FromSeconds(2));

        JournalRun.Throws(KaptureErrorId.JournalFailed, () => journal.Done(row, 191, null));

        _file.RefusesToFlush = false;
        journal.Dispose();
        Assert.Equal(JournalState.Done, Assert.Single(_file.Read()).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_only_the_end_brings_to_light_is_said_then(bool inBackground)
    {
        var journal = _file.Open(_time);
        journal.Apply(1, "a", 191);
        _file.Capacity = _file.Length;
        if (inBackground)
            _time.Advance(_tick);

        JournalRun.Throws(KaptureErrorId.JournalFailed, journal.Dispose);

        Assert.True(_file.IsDisposed);
        journal.Dispose();
    }

    [Fact]
    public void Flush_says_what_the_disk_refuses()
    {
        var journal = _file.Open(_time);
        journal.Send(1, "a");
        _file.RefusesToFlush = true;

        JournalRun.Throws(KaptureErrorId.JournalFailed, journal.Flush);

        _file.RefusesToFlush = false;
        journal.Dispose();
    }

    [Fact]
    public void What_has_been_said_is_not_said_again_at_the_end()
    {
        var journal = _file.Open(_time);
        var row = journal.Send(1, "a");
        _file.Capacity = _file.Length;
        journal.Done(row, 191, null);
        JournalRun.Throws(KaptureErrorId.JournalFailed, () => journal.Send(2, "b"));

        journal.Dispose();

        Assert.True(_file.IsDisposed);
    }
}
