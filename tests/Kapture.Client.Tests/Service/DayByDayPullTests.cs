using System.Collections.Concurrent;
using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Service;

/// <summary>A range of days: the same customers whichever way the service reads the end, and however small its pages.</summary>
public sealed class DayByDayPullTests
{
    private const int Seeded = 230;
    private const int Days = 7;

    private static readonly DateTime _firstDay = new(2024, 2, 26); // a leap year's February ends within the week

    public static TheoryData<EndDateReading, int?, int, int> Readings
    {
        get
        {
            var data = new TheoryData<EndDateReading, int?, int, int>();
            foreach (var reading in Enum.GetValues<EndDateReading>())
            {
                foreach (var (cap, pageSize, daysAhead) in new (int?, int, int)[] { (null, 100, 4), (null, 1000, 1), (7, 100, 4), (1, 10, 16), (null, 1, 2), (33, 33, 3) })
                    data.Add(reading, cap, pageSize, daysAhead);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task Every_customer_of_the_range_comes_once_oldest_day_first(EndDateReading reading, int? cap, int pageSize, int daysAhead)
    {
        await using var service = await StartAsync(reading, cap);

        var customers = await PullAsync(service, _firstDay, _firstDay.AddDays(Days - 1), pageSize, daysAhead);

        Assert.Equal(Seeded, customers.Count);
        Assert.Equal(Seeded, customers.Select(customer => customer.Id).Distinct().Count());
        Assert.Equal(customers.Select(customer => customer.Created!.Value.Date).Order(), customers.Select(customer => customer.Created!.Value.Date));
        Assert.Equal(Days, customers.Select(customer => customer.Created!.Value.Date).Distinct().Count());
    }

    [Theory]
    [InlineData(EndDateReading.Inclusive)]
    [InlineData(EndDateReading.Exclusive)]
    public async Task Part_of_a_day_is_part_of_its_customers(EndDateReading reading)
    {
        await using var service = await StartAsync(reading);
        var all = await PullAsync(service, _firstDay, _firstDay.AddDays(Days - 1));
        var from = all[40].Created!.Value.DateTime;
        var to = all[120].Created!.Value.DateTime;

        var some = await PullAsync(service, from, to);

        Assert.Equal(all.Where(customer => customer.Created!.Value.DateTime >= from && customer.Created.Value.DateTime <= to).Select(customer => customer.Id), some.Select(customer => customer.Id));
        Assert.Contains(all[40].Id, some.Select(customer => customer.Id));
        Assert.Contains(all[120].Id, some.Select(customer => customer.Id));
    }

    [Fact]
    public async Task A_range_without_customers_is_empty()
    {
        await using var service = await StartAsync();

        Assert.Empty(await PullAsync(service, _firstDay.AddDays(-30), _firstDay.AddDays(-2)));
        Assert.Equal(29, service.Requests(EmulatorOperation.Pull));
    }

    [Fact]
    public async Task A_filter_narrows_the_range()
    {
        await using var service = await StartAsync();
        var all = await PullAsync(service, _firstDay, _firstDay.AddDays(Days - 1));
        var wanted = all[100];

        var found = await PullAsync(service, _firstDay, _firstDay.AddDays(Days - 1), filter: new CustomerFilter { CustomerId = wanted.Id });

        Assert.Equal(wanted.Id, Assert.Single(found).Id);
    }

    [Fact]
    public async Task Who_wants_only_the_first_asks_for_few_days()
    {
        await using var service = await StartAsync();
        var days = new ConcurrentDictionary<string, bool>();
        var options = new CallOptions { TraceBodies = true, OnRequest = trace => days.TryAdd(trace.RequestBody!.Split("createStartDate\":\"")[1][..10], true) };
        var pull = new CustomerPull(Calls.AccountId, new CustomerFilter(), PageSize: 10, DaysAhead: 2);

        await foreach (var customer in service.Client.GetCustomersAsync(Range(_firstDay, _firstDay.AddDays(300)), pull, options))
        {
            Assert.Equal(_firstDay, customer.Created!.Value.Date);
            break;
        }

        // Two at once, and two more while those wait to be read.
        Assert.Subset(new HashSet<string> { "2024-02-26", "2024-02-27", "2024-02-28", "2024-02-29" }, days.Keys.ToHashSet());
        Assert.True(SpinWait.SpinUntil(() => service.Emulator.GetStatistics().InFlight == 0, TimeSpan.FromSeconds(20)), "A request was left behind.");
    }

    [Fact]
    public async Task Cancelling_ends_the_stream_and_every_request()
    {
        await using var service = await StartAsync();
        using var cancel = new CancellationTokenSource();
        var stream = service.Client.GetCustomersAsync(Range(_firstDay, _firstDay.AddDays(300)), new CustomerPull(Calls.AccountId, new CustomerFilter(), PageSize: 10), cancellationToken: cancel.Token);
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var customer in stream)
            {
                if (++seen == 25)
                    await cancel.CancelAsync();
            }
        });

        Assert.InRange(seen, 25, 35);
        Assert.True(SpinWait.SpinUntil(() => service.Emulator.GetStatistics().InFlight == 0, TimeSpan.FromSeconds(20)), "A request was left behind.");

        // The 300 days would be more than 600.
        Assert.InRange(service.Requests(EmulatorOperation.Pull), 1, 300);
    }

    [Fact]
    public async Task A_failure_surfaces_where_the_stream_stands()
    {
        await using var service = await StartAsync();
        service.Break(new EmulatorFault { Kind = FaultKind.Html, Operation = EmulatorOperation.Pull, Skip = 4 });
        var seen = new List<Customer>();

        // One day at a time, two requests a day: the first two days come whole.
        var error = await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, async () =>
        {
            var pull = new CustomerPull(Calls.AccountId, new CustomerFilter(), DaysAhead: 1);
            await foreach (var customer in service.Client.GetCustomersAsync(Range(_firstDay, _firstDay.AddDays(5)), pull, new CallOptions { Row = 3 }))
                seen.Add(customer);
        });

        Assert.Equal(3, error.Row);
        Assert.Equal([_firstDay, _firstDay.AddDays(1)], seen.Select(customer => customer.Created!.Value.Date).Distinct());
    }

    [Fact]
    public async Task A_fault_that_passes_changes_nothing()
    {
        await using var service = await StartAsync();
        service.Break(
            new EmulatorFault { Kind = FaultKind.DropBefore, Every = 3 },
            new EmulatorFault { Kind = FaultKind.Status, StatusCode = 503, Every = 5 });

        Assert.Equal(Seeded, (await PullAsync(service, _firstDay, _firstDay.AddDays(Days - 1), daysAhead: 1)).Count);
    }

    [Fact]
    public async Task Another_account_has_nobody()
    {
        await using var service = await StartAsync();
        var seen = 0;

        await foreach (var _ in service.Client.GetCustomersAsync(Range(_firstDay, _firstDay), new CustomerPull(1, new CustomerFilter())))
            seen++;

        Assert.Equal(0, seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task No_more_days_are_asked_for_at_once_than_allowed(int daysAhead)
    {
        var atWork = 0;
        var most = 0;
        using var client = Calls.Client(new ScriptedHandler(TimeProvider.System, async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atWork));
            await Task.Yield();
            Interlocked.Decrement(ref atWork);
            return ScriptedHandler.Reply(200, Calls.Nobody);
        }));

        await foreach (var _ in client.GetCustomersAsync(Range(_firstDay, _firstDay.AddDays(99)), new CustomerPull(1, new CustomerFilter(), DaysAhead: daysAhead)))
            Assert.Fail("Nobody is there.");

        Assert.InRange(most, 1, daysAhead);
    }

    [Fact]
    public async Task Customers_without_a_readable_date_come_once_and_their_field_is_named()
    {
        var body = """{"message":[{"id":1,"generationDate":"some day"},{"id":2},{"id":2}],"status":"success"}""";
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, body));
        using var client = Calls.Client(handler);
        var unreadable = new List<string>();
        var seen = new List<long>();

        await foreach (var customer in client.GetCustomersAsync(Range(_firstDay, _firstDay.AddDays(3)), new CustomerPull(1, new CustomerFilter(), DaysAhead: 1)))
        {
            seen.Add(customer.Id);
            unreadable.AddRange(customer.UnreadableFields);
        }

        Assert.Equal([1, 2], seen);
        Assert.Equal(["generationDate"], unreadable.Distinct());

        // Of each of the four days the page, the same behind it, both once more, and the first a last time.
        Assert.Equal(20, handler.Sent.Count);
    }

    [Fact]
    public void A_pull_that_would_ask_for_nothing_is_refused()
    {
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new CustomerPull(1, new CustomerFilter(), PageSize: 0));
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new CustomerPull(1, new CustomerFilter(), PageSize: 1001));
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new CustomerPull(1, new CustomerFilter(), DaysAhead: 0));
    }

    private static Task<EmulatedService> StartAsync(EndDateReading reading = EndDateReading.Inclusive, int? cap = null) =>
        EmulatedService.StartAsync(new EmulatorOptions { Seed = Seeded, SeedStart = _firstDay, SeedDays = Days, EndDate = reading, MaxLimit = cap });

    private static DateRange Range(DateTime start, DateTime end) => DateRange.Create(start, end, KaptureTimeZone.India, DateTimeOffset.UtcNow);

    private static async Task<List<Customer>> PullAsync(EmulatedService service, DateTime start, DateTime end, int pageSize = 100, int daysAhead = 4, CustomerFilter? filter = null)
    {
        var customers = new List<Customer>();
        await foreach (var customer in service.Client.GetCustomersAsync(Range(start, end), new CustomerPull(Calls.AccountId, filter ?? new CustomerFilter(), pageSize, daysAhead)))
            customers.Add(customer);
        return customers;
    }
}
