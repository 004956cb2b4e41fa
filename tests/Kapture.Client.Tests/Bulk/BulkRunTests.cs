using System.Collections.Concurrent;

namespace Kapture.Tests.Bulk;

/// <summary>Jobs here end only when a test says so: no clock, no sleep, no service.</summary>
public sealed class BulkRunTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Without_rows_there_is_nothing_to_take()
    {
        using var run = new BulkRun(4);

        Assert.False(run.TryTake(out _));
        Assert.False(run.Take(out _, default));
        Assert.Equal((0, 0L), (run.LastRow, run.Progress.Done));
        Assert.Null(run.EndedBy);
    }

    [Fact]
    public void One_row_gives_one_outcome_with_its_target()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(4);
        run.Add(jobs.Ending(1));

        Assert.True(run.Take(out var outcome, default));

        Assert.Equal((1, "target 1", "result 1"), (outcome.Row, outcome.Target, outcome.Result));
        Assert.False(run.Take(out _, default));
    }

    [Fact]
    public async Task Outcomes_come_in_the_order_of_the_rows_and_those_known_before_at_their_place()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(3);
        run.Add(jobs.Held(1));
        run.AddFinished(new BulkOutcome(2, null, null, Failure(KaptureErrorId.MissingField)));
        run.Add(jobs.Held(3));
        await jobs.StartedAsync(2);

        jobs.End(3);
        Assert.False(run.TryTake(out _));
        jobs.End(1);

        Assert.Equal([1, 2, 3], TakeAll(run));
    }

    [Fact]
    public async Task A_row_finds_no_room_before_an_outcome_is_taken()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(2);
        run.Add(jobs.Held(1));
        run.Add(jobs.Held(2));
        await jobs.StartedAsync(2);
        jobs.End(1);
        jobs.End(2);

        Assert.False(run.HasRoom);
        Assert.Throws<InvalidOperationException>(() => run.Add(jobs.Held(3)));
        Assert.True(run.Take(out _, default));
        Assert.True(run.HasRoom);
        Assert.Equal(2, jobs.Started.Count);
    }

    [Fact]
    public void Rows_that_all_fail_are_all_given_and_end_nothing()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(3);

        var taken = Feed(run, 50, row => jobs.Ending(row, Failure(KaptureErrorId.Rejected)));

        Assert.Equal(Enumerable.Range(1, 50), taken.Select(outcome => outcome.Row));
        Assert.All(taken, outcome => Assert.Equal(outcome.Row, outcome.Failure?.Row));
        Assert.Null(run.EndedBy);
        Assert.Equal((50L, 50L), (run.Progress.Done, run.Progress.Failed));
    }

    [Fact]
    public async Task A_refused_key_ends_the_run_and_what_is_under_way_is_still_given()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(4);
        for (var row = 1; row <= 4; row++)
            run.Add(jobs.Held(row));
        await jobs.StartedAsync(4);

        jobs.End(1);
        jobs.End(2, Failure(KaptureErrorId.AuthenticationFailed));
        Assert.True(run.Take(out var first, default));
        Assert.Equal(1, first.Row);
        Assert.True(run.HasRoom);
        Assert.False(SpinUntilTaken(run), "The outcome that ends the run is not given, and nothing before the rest is asked for.");

        Assert.Equal((2, KaptureErrorId.AuthenticationFailed), (run.EndedBy!.Row, run.EndedBy.Failure!.ErrorId));
        Assert.False(run.HasRoom);
        jobs.End(3);
        jobs.End(4, Failure(KaptureErrorId.AuthenticationFailed));
        Assert.Equal([3, 4], TakeAll(run));
        Assert.Equal((4, 4L, 2L), (run.LastRow, run.Progress.Done, run.Progress.Failed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_row_that_was_sent_is_given_and_none_is_sent_after_the_end(int throttleLimit)
    {
        for (var round = 0; round < 100; round++)
        {
            var jobs = new Jobs();
            using var run = new BulkRun(throttleLimit);

            var taken = Feed(run, 1000, row => jobs.Ending(row, row == 20 ? Failure(KaptureErrorId.AuthenticationFailed) : null));

            Assert.Equal(Enumerable.Range(1, run.LastRow), jobs.Started.Order());
            Assert.Equal(Enumerable.Range(1, run.LastRow).Where(row => row != 20), taken.Select(outcome => outcome.Row));
            Assert.InRange(run.LastRow, 20, 20 + (5 * throttleLimit));
        }
    }

    [Fact]
    public void A_row_that_was_known_before_does_not_count_as_sent_where_one_before_it_was_not()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(1);
        run.Add(jobs.Ending(1));
        Assert.True(run.Take(out _, default));
        run.Add(jobs.Ending(2, Failure(KaptureErrorId.AuthenticationFailed)));
        run.AddFinished(new BulkOutcome(3, null, null, Failure(KaptureErrorId.MissingField)));

        Assert.Equal([3], TakeAll(run));
        Assert.Equal(3, run.LastRow);
    }

    [Fact]
    public void As_many_rows_in_succession_as_run_at_once_that_find_nobody_end_the_run()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(4);

        var taken = Feed(run, 100, row => jobs.Ending(row, row > 2 ? Unreachable() : null));

        Assert.Equal(6, run.EndedBy?.Row);
        Assert.Equal([1, 2, 3, 4, 5], taken.Take(5).Select(outcome => outcome.Row));
        Assert.Equal(jobs.Started.Count, run.LastRow);
        Assert.InRange(jobs.Started.Count, 6, 6 + 16);
    }

    [Fact]
    public void Where_nobody_is_there_from_the_start_no_more_than_twice_as_many_rows_as_run_at_once_set_out()
    {
        var jobs = new Jobs();
        using var run = new BulkRun(4);

        var taken = Feed(run, 100, row => jobs.Ending(row, Unreachable()));

        Assert.Equal(4, run.EndedBy?.Row);
        Assert.InRange(jobs.Started.Count, 4, 8);
        Assert.Equal(jobs.Started.Count - 1, taken.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(KaptureErrorId.Rejected)]
    [InlineData(KaptureErrorId.ServiceUnavailable)]
    public void Somebody_who_answers_in_between_is_somebody(KaptureErrorId? answer)
    {
        var jobs = new Jobs();
        using var run = new BulkRun(4);
        var between = answer is { } id ? new KaptureException(id, "An answer.") { StatusCode = 503 } : null;

        var taken = Feed(run, 100, row => jobs.Ending(row, row % 4 == 0 ? between : Unreachable()));

        Assert.Null(run.EndedBy);
        Assert.Equal(100, taken.Count);
    }

    [Fact]
    public async Task Disposing_cancels_what_is_under_way_and_starts_nothing_further()
    {
        var jobs = new Jobs();
        var run = new BulkRun(2);
        run.Add(jobs.Ending(1));
        Assert.True(run.Take(out _, default));
        run.Add(jobs.Held(2));
        run.Add(jobs.Held(3));
        run.Add(jobs.Held(4));
        await jobs.StartedAsync(3);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => run.Take(out _, stop.Token));
        run.Dispose();

        Assert.Equal([1, 2, 3], jobs.Started.Order());
        Assert.Equal([2, 3], jobs.Cancelled.Order());
    }

    private static bool SpinUntilTaken(BulkRun run)
    {
        var taken = false;
        Assert.True(SpinWait.SpinUntil(() => (taken = run.TryTake(out _)) || run.EndedBy is not null, _patience));
        return taken;
    }

    private static List<int> TakeAll(BulkRun run)
    {
        var rows = new List<int>();
        while (run.Take(out var outcome, default))
            rows.Add(outcome.Row);
        return rows;
    }

    private static List<BulkOutcome> Feed(BulkRun run, int rows, Func<int, BulkJob> job)
    {
        var taken = new List<BulkOutcome>();
        for (var row = 1; row <= rows && run.EndedBy is null; row++)
        {
            while (!run.HasRoom && run.Take(out var outcome, default))
                taken.Add(outcome);
            if (run.EndedBy is null)
                run.Add(job(row));
        }

        while (run.Take(out var outcome, default))
            taken.Add(outcome);
        return taken;
    }

    private static KaptureException Failure(KaptureErrorId id) => new(id, "It failed.");

    private static KaptureException Unreachable() => Failure(KaptureErrorId.ServiceUnavailable);

    /// <summary>Makes jobs and keeps what became of them.</summary>
    private sealed class Jobs
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<KaptureException?>> _held = new();

        public ConcurrentQueue<int> Started { get; } = new();

        public ConcurrentQueue<int> Cancelled { get; } = new();

        public BulkJob Held(int row)
        {
            _held[row] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new Job(this, row);
        }

        public BulkJob Ending(int row, KaptureException? failure = null)
        {
            var job = Held(row);
            End(row, failure);
            return job;
        }

        public void End(int row, KaptureException? failure = null) => _held[row].SetResult(failure);

        public async Task StartedAsync(int count)
        {
            using var patience = new CancellationTokenSource(_patience);
            while (Started.Count < count)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        private sealed class Job(Jobs jobs, int row) : BulkJob(row, $"target {row}")
        {
            public override async Task<BulkOutcome> RunAsync(CancellationToken cancellationToken)
            {
                jobs.Started.Enqueue(Row);
                try
                {
                    return await jobs._held[Row].Task.WaitAsync(cancellationToken) is { } failure ? Fail(failure) : Succeed($"result {Row}");
                }
                catch (OperationCanceledException)
                {
                    jobs.Cancelled.Enqueue(Row);
                    throw;
                }
            }
        }
    }
}
