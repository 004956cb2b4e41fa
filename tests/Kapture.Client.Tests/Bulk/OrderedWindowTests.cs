using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Kapture.Tests.Bulk;

/// <summary>Work here ends only when a test says so: no clock, no sleep.</summary>
public sealed class OrderedWindowTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Results_come_in_the_order_of_the_items_whatever_ends_first()
    {
        var work = new HeldWork();
        using var window = work.Window(3);
        Add(window, 1, 2, 3);
        await work.StartedAsync(3);

        work.End(3);
        work.End(2);
        Assert.False(window.TryTake(out _), "The first is not there yet, whatever else is.");

        work.End(1);
        Assert.Equal([10, 20, 30], [window.Take(default), window.Take(default), window.Take(default)]);
        Assert.Equal(0, window.Count);
    }

    [Fact]
    public async Task Who_waits_can_do_something_meanwhile()
    {
        var work = new HeldWork();
        using var window = work.Window(1);
        Add(window, 1);
        await work.StartedAsync(1);

        // Only what is done meanwhile ends the work.
        var isEnded = false;
        Assert.Equal(10, window.Take(default, () =>
        {
            if (!isEnded)
                work.End(1);
            isEnded = true;
        }));
    }

    [Fact]
    public async Task Before_the_first_result_is_taken_no_more_start_than_run_at_once()
    {
        var work = new HeldWork();
        using var window = work.Window(2);
        Add(window, 1, 2);
        Assert.False(window.HasRoom);
        Assert.Throws<InvalidOperationException>(() => window.Add(3));
        Assert.Throws<InvalidOperationException>(() => window.AddFinished(3));

        await work.StartedAsync(2);
        work.End(1);
        work.End(2);
        Assert.False(window.HasRoom);
        Assert.Equal(10, window.Take(default));
        Assert.True(window.HasRoom);
        Assert.Equal(2, work.Started);
    }

    [Fact]
    public void The_window_opens_with_each_result_and_stays_bounded()
    {
        using var window = new OrderedWindow<int, int>(3, (item, _) => Task.FromResult(item));
        var next = 0;
        var taken = 0;
        var widest = 0;
        while (taken < 100)
        {
            while (window.HasRoom)
                window.Add(++next);
            widest = Math.Max(widest, window.Count);
            Assert.Equal(++taken, window.Take(default));
        }

        Assert.Equal(12, widest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Never_more_than_the_limit_are_at_work(int limit)
    {
        var atWork = 0;
        var most = 0;
        using var window = new OrderedWindow<int, int>(limit, async (item, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atWork));
            await Task.Yield();
            Interlocked.Decrement(ref atWork);
            return item;
        });

        await Task.Run(() =>
        {
            var next = 0;
            for (var taken = 0; taken < 500; taken++)
            {
                while (window.HasRoom)
                    window.Add(next++);
                Assert.Equal(taken, window.Take(default));
            }
        });

        Assert.InRange(most, 1, limit);
    }

    [Fact]
    public async Task As_many_as_the_limit_are_at_work()
    {
        var work = new HeldWork();
        using var window = work.Window(5);
        Add(window, 1, 2, 3, 4, 5);

        await work.StartedAsync(5);

        Enumerable.Range(1, 5).ToList().ForEach(work.End);
    }

    [Fact]
    public async Task A_result_that_needs_no_work_has_its_place_in_the_order()
    {
        var work = new HeldWork();
        using var window = work.Window(3);
        window.Add(1);
        window.AddFinished(99);
        window.Add(2);
        await work.StartedAsync(2);

        work.End(2);
        Assert.False(window.TryTake(out _));
        work.End(1);

        Assert.Equal([10, 99, 20], [window.Take(default), window.Take(default), window.Take(default)]);
    }

    [Fact]
    public void A_failure_surfaces_in_its_place_and_the_rest_goes_on()
    {
        using var window = new OrderedWindow<int, int>(3, (item, _) => item == 2 ? throw new InvalidDataException("two") : Task.FromResult(item));
        Add(window, 1, 2, 3);

        Assert.Equal(1, window.Take(default));
        Assert.Equal("two", Assert.Throws<InvalidDataException>(() => window.Take(default)).Message);
        Assert.Equal(3, window.Take(default));
    }

    [Fact]
    public async Task A_failure_also_surfaces_from_TryTake()
    {
        var work = new HeldWork();
        using var window = work.Window(1);
        window.Add(1);
        await work.StartedAsync(1);
        work.Fail(1, new InvalidDataException("one"));

        Assert.Throws<InvalidDataException>(() => SpinWait.SpinUntil(() => window.TryTake(out _), _patience));
        Assert.Equal(0, window.Count);
    }

    [Fact]
    public void What_has_started_when_nothing_further_starts_has_no_gap()
    {
        for (var round = 0; round < 3000; round++)
        {
            var begun = 0;
            using var window = new OrderedWindow<int, int>(8, (item, _) =>
            {
                Interlocked.Increment(ref begun);
                return Task.FromResult(item);
            });
            for (var item = 0; item < 8; item++)
                window.Add(item);
            SpinWait.SpinUntil(() => Volatile.Read(ref begun) > round % 8, _patience);
            window.StopStarting();

            var started = Enumerable.Range(0, 8).Select(_ => IsGiven(window)).ToArray();
            Assert.Equal(started.OrderDescending(), started);
        }

        static bool IsGiven(OrderedWindow<int, int> window)
        {
            try
            {
                window.Take(default);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_taken_up_again()
    {
        var work = new HeldWork();
        using var window = work.Window(1);
        using var cancel = new CancellationTokenSource();
        window.Add(1);
        await work.StartedAsync(1);

        var waiting = Task.Run(() => window.Take(cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(1, window.Count);
        work.End(1);
        Assert.Equal(10, window.Take(default));
    }

    [Fact]
    public void There_is_nothing_to_take_from_an_empty_window()
    {
        using var window = new HeldWork().Window(1);

        Assert.False(window.TryTake(out _));
        Assert.Throws<InvalidOperationException>(() => window.Take(default));
    }

    [Fact]
    public async Task Dispose_cancels_what_is_at_work_and_waits_for_its_end()
    {
        var cancelled = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var window = new OrderedWindow<int, int>(1, async (item, cancellationToken) =>
        {
            started.SetResult();
            using var registration = cancellationToken.Register(() => cancelled.SetResult());
            await mayEnd.Task;
            return item;
        });
        window.Add(1);
        await started.Task.WaitAsync(_patience);

        var disposing = Task.Run(window.Dispose);
        await cancelled.Task.WaitAsync(_patience);
        Assert.False(disposing.IsCompleted, "What is at work has not ended.");

        mayEnd.SetResult();
        await disposing.WaitAsync(_patience);
    }

    [Fact]
    public async Task Dispose_starts_nothing_new_and_leaves_nobody_waiting()
    {
        var work = new HeldWork();
        var window = work.Window(1);
        window.Add(1);
        await work.StartedAsync(1);
        work.End(1);
        window.Take(default);
        Add(window, 2, 3);
        await work.StartedAsync(2);

        window.Dispose();

        Assert.Equal(2, work.Started);
        Assert.ThrowsAny<OperationCanceledException>(() => window.Take(default));
        Assert.ThrowsAny<OperationCanceledException>(() => window.Take(default));
    }

    [Fact]
    public void Dispose_may_be_called_twice_and_closes_the_window()
    {
        var window = new HeldWork().Window(1);
        window.Dispose();
        window.Dispose();

        Assert.False(window.HasRoom);
        Assert.Throws<InvalidOperationException>(() => window.Add(1));
    }

    [Fact]
    public void A_limit_below_one_is_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrderedWindow<int, int>(0, (item, _) => Task.FromResult(item)));

    private static void Add(OrderedWindow<int, int> window, params int[] items) => Array.ForEach(items, window.Add);

    /// <summary>Work that starts at once, ends when it is told to, and gives ten times the item.</summary>
    [Fact]
    public async Task A_stop_cancels_what_is_under_way_and_starts_nothing_though_nobody_takes()
    {
        using var stop = new CancellationTokenSource();
        var work = new HeldWork();
        using var window = work.Window(1, stop.Token);
        Add(window, 1);
        await work.StartedAsync(1);
        work.End(1);
        Assert.Equal(10, window.Take(default));
        Add(window, 2, 3);
        await work.StartedAsync(2);

        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => window.Take(default));
        Assert.ThrowsAny<OperationCanceledException>(() => window.Take(default));
        Assert.Equal(2, work.Started);
    }

    [Fact]
    public async Task A_closed_window_knows_whose_results_nobody_has_taken_but_not_who_was_never_started()
    {
        var work = new HeldWork();
        var window = work.Window(2);
        Add(window, 1, 2);
        await work.StartedAsync(2);
        work.End(1);
        window.Take(default);
        Add(window, 3);
        await work.StartedAsync(3);
        window.AddFinished(0);
        window.StopStarting();
        window.Dispose();
        Assert.Equal([2, 3], window.Untaken());
    }

    private sealed class HeldWork
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _ends = new();
        private readonly Channel<int> _starts = Channel.CreateUnbounded<int>();
        private int _awaited;

        public int Started => _awaited + _starts.Reader.Count;

        public OrderedWindow<int, int> Window(int limit, CancellationToken stop = default) => new(limit, async (item, cancellationToken) =>
        {
            _starts.Writer.TryWrite(item);
            return await EndOf(item).Task.WaitAsync(cancellationToken);
        }, stop);

        /// <summary>Waits until so many have started, since the test began.</summary>
        public async Task StartedAsync(int count)
        {
            for (; _awaited < count; _awaited++)
                await _starts.Reader.ReadAsync().AsTask().WaitAsync(_patience);
        }

        public void End(int item) => EndOf(item).SetResult(item * 10);

        public void Fail(int item, Exception exception) => EndOf(item).SetException(exception);

        private TaskCompletionSource<int> EndOf(int item) =>
            _ends.GetOrAdd(item, _ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
