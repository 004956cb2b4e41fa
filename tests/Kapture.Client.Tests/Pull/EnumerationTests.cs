using System.Runtime.CompilerServices;

namespace Kapture.Tests.Pull;

/// <summary>However a stream is read, left, stopped or failed: nobody is lost by it, and nothing is left behind.</summary>
public sealed class EnumerationTests
{
    private const int Days = 5;
    private const int OfADay = 7;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private static readonly DateTime _first = new(2024, 5, 2);

    [Fact]
    public async Task Who_reads_the_same_stream_again_gets_the_same_customers()
    {
        // Without a date, which of two days a customer belongs to nobody can tell.
        using var client = Calls.Client(new DayService(page => page.Offset == 0 ? DayService.Records(null, 1, 2, 3) : string.Empty));
        var stream = Stream(client, days: 2);

        Assert.Equal([1, 2, 3], await IdsAsync(stream));
        Assert.Equal([1, 2, 3], await IdsAsync(stream));
    }

    [Fact]
    public async Task Two_who_read_the_same_stream_at_once_do_not_take_from_each_other()
    {
        using var client = Calls.Client(new DayService(page => page.Offset == 0 ? DayService.Records(null, 1, 2, 3) : string.Empty));
        var stream = Stream(client, days: 2);
        await using var one = stream.GetAsyncEnumerator();
        await using var other = stream.GetAsyncEnumerator();

        for (var id = 1; id <= 3; id++)
        {
            Assert.True(await one.MoveNextAsync());
            Assert.True(await other.MoveNextAsync());
            Assert.Equal((id, id), (one.Current.Id, other.Current.Id));
        }

        Assert.False(await one.MoveNextAsync());
        Assert.False(await other.MoveNextAsync());
    }

    [Fact]
    public async Task Who_never_reads_asks_for_nothing()
    {
        var service = Service();
        using var client = Calls.Client(service);

        await Stream(client).GetAsyncEnumerator().DisposeAsync();

        Assert.Empty(service.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_stream_that_is_stopped_before_it_starts_asks_for_nothing(int daysAhead)
    {
        var service = Service();
        using var client = Calls.Client(service);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IdsAsync(Stream(client, daysAhead, cancellationToken: new CancellationToken(canceled: true))));

        Assert.Empty(service.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Wherever_a_stream_is_left_nothing_is_in_flight(int daysAhead)
    {
        for (var left = 0; left <= Days * OfADay; left++)
        {
            var service = Service();
            using var client = Calls.Client(service);
            var customers = Stream(client, daysAhead).GetAsyncEnumerator();

            for (var seen = 0; seen < left; seen++)
                Assert.True(await customers.MoveNextAsync());
            await customers.DisposeAsync();

            Assert.Equal(0, service.InFlight);
            Assert.False(await customers.MoveNextAsync());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task At_whatever_request_a_stream_is_stopped_it_ends_and_nothing_is_in_flight(int daysAhead)
    {
        // Every day takes three full pages, one that is not, and the empty one.
        for (var at = 1; at <= Days * 5; at++)
        {
            using var stop = new CancellationTokenSource();
            var count = 0;
            var service = new DayService(async (page, cancellationToken) =>
            {
                if (Interlocked.Increment(ref count) == at)
                    stop.Cancel();
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                return DayService.Page(Customers(page));
            });
            using var client = Calls.Client(service);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IdsAsync(Stream(client, daysAhead, cancellationToken: stop.Token)).WaitAsync(TimeSpan.FromSeconds(20)));

            Assert.Equal(0, service.InFlight);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_request_that_hangs_does_not_hold_up_who_leaves(int daysAhead)
    {
        var service = new DayService(async (page, cancellationToken) => page.Day > _first || page.Offset > 0
            ? await ScriptedHandler.HangAsync(cancellationToken)
            : DayService.Page(Customers(page)));
        using var client = Calls.Client(service);

        await foreach (var _ in Stream(client, daysAhead))
            break;

        Assert.Equal(0, service.InFlight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task What_the_listener_to_days_throws_comes_to_who_reads(int daysAhead)
    {
        var service = Service();
        using var client = Calls.Client(service);
        var seen = new List<long>();

        await Assert.ThrowsAsync<FormatException>(() => IdsAsync(Stream(client, daysAhead, onDay: day => throw new FormatException()), seen));

        Assert.Equal(OfADay, seen.Count);
        Assert.Equal(0, service.InFlight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task What_the_listener_to_requests_throws_comes_to_who_reads(int daysAhead)
    {
        for (var at = 1; at <= Days * 5; at++)
        {
            var service = Service();
            using var client = Calls.Client(service);
            var count = 0;
            var options = new CallOptions { OnRequest = _ => { if (Interlocked.Increment(ref count) >= at) throw new FormatException(); } };

            await Assert.ThrowsAsync<FormatException>(() => IdsAsync(Stream(client, daysAhead, options: options)).WaitAsync(TimeSpan.FromSeconds(20)));

            Assert.Equal(0, service.InFlight);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_client_that_is_closed_under_a_stream_ends_it_with_a_word(int daysAhead)
    {
        for (var at = 1; at <= Days * OfADay; at += 3)
        {
            var service = Service();
            using var client = Calls.Client(service);
            var seen = 0;

            var error = await Calls.ThrowsAsync(KaptureErrorId.NotConnected, async () =>
            {
                await foreach (var _ in Stream(client, daysAhead, days: 300))
                {
                    if (++seen == at)
                        client.Dispose();
                }
            });

            Assert.Contains("-StartDate", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, service.InFlight);
        }
    }

    [Fact]
    public async Task A_failure_that_nobody_waits_for_troubles_nobody()
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved)
                unobserved.AddRange(e.Exception.Flatten().InnerExceptions);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await FailAheadAsync();
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.DoesNotContain(unobserved, exception => exception.Message.Contains("nobody waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_many_days_as_there_may_be_with_a_customer_a_page_give_everybody_in_order()
    {
        var service = Service(days: 300);
        using var client = Calls.Client(service);

        var ids = await IdsAsync(Stream(client, daysAhead: 256, days: 300, pageSize: 1));

        Assert.Equal(Enumerable.Range(0, 300 * OfADay).Select(id => (long)id + 1), ids);
    }

    [Fact]
    public async Task Days_ahead_that_nobody_reads_are_fetched_so_far_and_no_further()
    {
        // Every page has a customer, and no day has an end.
        var service = new DayService(page => DayService.Records(page.Day, (((page.Day - _first).Days + 1) * 100_000) + page.Offset));
        using var client = Calls.Client(service, new ManualTime()); // by which nobody ever waits long
        var customers = Stream(client, daysAhead: 64, days: 200, pageSize: 1).GetAsyncEnumerator();

        Assert.True(await customers.MoveNextAsync());
        Assert.True(SpinWait.SpinUntil(() => service.Asked.Count >= 1024, TimeSpan.FromSeconds(20)), "Not as much is fetched ahead as there is room for.");
        await customers.DisposeAsync();

        // As much of the first day alone as of all together, and what has been read of it.
        Assert.InRange(service.Asked.Count, 1024, 2048 + 64);
    }

    [Fact]
    public async Task A_day_ahead_that_waits_for_its_reader_leaves_its_lane_to_the_day_that_is_read()
    {
        var ahead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var atWork = 0;
        var service = new DayService(async (page, _) =>
        {
            if (page.Day > _first)
            {
                // There is room for two pages of a thousand, and the first day has one of them.
                ahead.TrySetResult();
                return DayService.Page(DayService.Records(page.Day, Enumerable.Range(1_000_000 + page.Offset, page.Limit)));
            }

            await ahead.Task.WaitAsync(_patience, CancellationToken.None);
            if (Interlocked.Increment(ref atWork) == 2)
                both.TrySetResult();

            // Another one has the time to come, however busy the machine is; once one has come nobody waits any more.
            await Task.WhenAny(both.Task, Task.Delay(TimeSpan.FromSeconds(0.1), CancellationToken.None));
            Interlocked.Decrement(ref atWork);
            return DayService.Page(DayService.Records(page.Day, Enumerable.Range(1 + page.Offset, page.Offset < 40_000 ? page.Limit : 0)));
        });
        using var client = Calls.Client(service);
        var seen = 0;

        await foreach (var customer in Stream(client, daysAhead: 2, days: 2, pageSize: 1000))
        {
            if (customer.Id >= 1_000_000)
                break;
            seen++;
        }

        Assert.Equal(40_000, seen);
        Assert.True(both.Task.IsCompleted, "There never were two at once.");
    }

    [Fact]
    public async Task Ten_years_without_anybody_are_a_request_a_day()
    {
        var service = new DayService(_ => string.Empty);
        using var client = Calls.Client(service);

        Assert.Empty(await IdsAsync(Stream(client, daysAhead: 256, start: new DateTime(2010, 1, 1), days: 3652)));

        Assert.Equal(3652, service.Asked.Select(page => page.Day).Distinct().Count());
        Assert.Equal(3652, service.Asked.Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FailAheadAsync()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new DayService((page, _) =>
        {
            if (page.Day == _first)
                return Task.FromResult(DayService.Page(Customers(page)));
            failed.TrySetResult();
            throw new FormatException("nobody waits");
        });
        using var client = Calls.Client(service);
        await foreach (var _ in Stream(client, daysAhead: 4))
        {
            await failed.Task.WaitAsync(TimeSpan.FromSeconds(20));
            break;
        }
    }

    private static DayService Service(int days = Days) => new(page => (page.Day - _first).Days < days ? Customers(page) : string.Empty);

    // Seven a day, numbered through; also those of the day after, as where the end date belongs to the range.
    private static string Customers(AskedPage page)
    {
        var day = (page.Day - _first).Days;
        var both = Enumerable.Range(0, 2 * OfADay).Skip(page.Offset).Take(page.Limit);
        return string.Join(",", both.Select(at => DayService.Records(page.Day.AddDays(at / OfADay), (day * OfADay) + at + 1)));
    }

    private static IAsyncEnumerable<Customer> Stream(
        KaptureClient client, int daysAhead = 4, DateTime? start = null, int days = Days, int pageSize = 3, Action<DateTime>? onDay = null, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var first = start ?? _first;
        var range = DateRange.Create(first, first.AddDays(days - 1), KaptureTimeZone.India, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return client.GetCustomersAsync(range, new CustomerPull(1, new CustomerFilter(), pageSize, daysAhead, onDay), options, cancellationToken);
    }

    private static async Task<List<long>> IdsAsync(IAsyncEnumerable<Customer> stream, List<long>? seen = null)
    {
        seen ??= [];
        await foreach (var customer in stream)
            seen.Add(customer.Id);
        return seen;
    }
}
