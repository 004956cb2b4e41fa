namespace Kapture.Tests.Pull;

/// <summary>Where lanes are idle, the pages of a day that is over come side by side; everybody still comes once, in order.</summary>
public sealed class SideBySideTests
{
    private static readonly DateTime _day = new(2024, 5, 2);

    [Fact]
    public async Task The_pages_of_a_long_day_are_asked_for_at_once()
    {
        var waiting = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new PagedService(_day, 1000)
        {
            // One page, then two at once, then four: none of the four is answered before all are there.
            Before = offset =>
            {
                if (offset is < 300 or >= 700)
                    return Task.CompletedTask;
                if (Interlocked.Increment(ref waiting) == 4)
                    all.SetResult();
                return all.Task;
            },
        };

        Assert.Equal(Enumerable.Range(1, 1000), await PullAsync(service));
        Assert.Equal(4, service.HighestInFlight);
        Assert.InRange(service.Requests, 11, 14);
    }

    [Fact]
    public async Task No_more_pages_are_asked_for_at_once_than_days_may_be()
    {
        using var service = new PagedService(_day, 1000);

        Assert.Equal(Enumerable.Range(1, 1000), await PullAsync(service, _day.AddDays(-3), _day.AddDays(3), daysAhead: 2));
        Assert.InRange(service.HighestInFlight, 1, 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_day_that_may_still_grow_is_asked_for_page_by_page(int daysAgo)
    {
        var time = new ManualTime();
        var today = TimeZoneInfo.ConvertTime(time.GetUtcNow(), KaptureTimeZone.India).Date;
        using var service = new PagedService(today.AddDays(-daysAgo), 500);

        Assert.Equal(Enumerable.Range(1, 500), await PullAsync(service, today.AddDays(-daysAgo), today.AddDays(-daysAgo), time: time));

        // Side by side, one beyond the end would have been asked for as well.
        Assert.Equal(6, service.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(100)]
    public async Task A_cap_below_the_page_size_changes_nothing(int cap)
    {
        using var service = new PagedService(_day, 250) { Cap = _ => cap };

        Assert.Equal(Enumerable.Range(1, 250), await PullAsync(service));
    }

    [Fact]
    public async Task Pages_of_any_length_leave_nobody_out()
    {
        using var service = new PagedService(_day, 1000) { Cap = offset => offset < 400 ? 100 : 1 + (offset % 37) };

        Assert.Equal(Enumerable.Range(1, 1000), (await PullAsync(service)).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    public async Task Nobody_is_lost_where_pages_move_after_all_and_come_in_another_order(int arrivals)
    {
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var service = new PagedService(_day, 600)
        {
            // Newest first. The third page is looked up, then others arrive in front, then the second page is: what was at its
            // end is on neither.
            Before = offset => offset == 100 ? moved.Task : Task.CompletedTask,
            After = (offset, ids) =>
            {
                if (offset == 200 && !moved.Task.IsCompleted)
                {
                    ids.InsertRange(0, Enumerable.Range(10_000, arrivals));
                    moved.SetResult();
                }
            },
        };

        var ids = await PullAsync(service);

        Assert.Equal(Enumerable.Range(1, 600), ids.Where(id => id < 10_000).Order());
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Who_makes_customers_leave_the_filter_while_they_come_loses_nobody()
    {
        using var service = new PagedService(_day, 5000);
        using var client = Calls.Client(service);
        var range = DateRange.Create(_day, _day, KaptureTimeZone.India, DateTimeOffset.UtcNow);
        var pull = new CustomerPull(1, new CustomerFilter { ZoneIds = [3] });
        var seen = new List<int>();

        // Each is moved to another zone as soon as it comes: whatever is behind it moves up.
        await foreach (var customer in client.GetCustomersAsync(range, pull))
        {
            seen.Add((int)customer.Id);
            service.Change(ids => ids.Remove((int)customer.Id));
        }

        Assert.Equal(Enumerable.Range(1, 5000), seen);
    }

    [Fact]
    public async Task Of_a_long_day_no_more_is_kept_than_there_is_room_for()
    {
        using var service = new PagedService(_day, 100_000);
        var time = new ManualTime(); // by which nobody ever waits long
        using var client = Calls.Client(service, time);
        var range = DateRange.Create(_day, _day, KaptureTimeZone.India, time.GetUtcNow());
        await using var customers = client.GetCustomersAsync(range, new CustomerPull(1, new CustomerFilter())).GetAsyncEnumerator();

        Assert.True(await customers.MoveNextAsync());

        // The page that is read, and ten that wait: room for 1024.
        Assert.True(SpinWait.SpinUntil(() => service.Requests == 11, TimeSpan.FromSeconds(20)), $"{service.Requests} pages were asked for.");
        await client.GetCustomerPageAsync(new CustomerPage(1, _day, new CustomerFilter()));
        Assert.Equal(12, service.Requests);
    }

    private static async Task<List<int>> PullAsync(PagedService service, DateTime? start = null, DateTime? end = null, int daysAhead = 4, TimeProvider? time = null)
    {
        using var client = Calls.Client(service, time);
        var range = DateRange.Create(start ?? _day, end ?? _day, KaptureTimeZone.India, (time ?? TimeProvider.System).GetUtcNow());
        var ids = new List<int>();
        await foreach (var customer in client.GetCustomersAsync(range, new CustomerPull(1, new CustomerFilter(), DaysAhead: daysAhead)))
            ids.Add((int)customer.Id);
        return ids;
    }
}
