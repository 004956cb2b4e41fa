using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Kapture.Emulator;

namespace Kapture.Tests.Pull;

/// <summary>The same in Legacy, where a day comes whole: those come who are in the range, once, oldest day first, for one request a day.</summary>
public sealed class LegacyPullPropertyTests
{
    [Fact]
    public void Those_come_who_are_in_the_range_once_each_oldest_day_first_for_one_request_a_day() =>
        Properties.Check(Cases(PullCases.Any), 2500, static one => HoldsAsync(one), static one => one.Smaller());

    [Theory]
    [InlineData(PullOrder.OldestFirst)]
    [InlineData(PullOrder.NewestFirst)]
    public void Those_who_were_there_before_come_once_whoever_is_added_meanwhile(PullOrder order) =>
        Properties.Check(Cases(PullCases.WithArrivals(order)), 1000, static one => HoldsMeanwhileAsync(one), static one => one.Smaller());

    // Legacy has no filters.
    private static Gen<LegacyCase> Cases(Gen<PullCase> cases) =>
        from one in cases
        from dates in Gen.Elements(LegacyDates.Any, LegacyDates.DayOnly, LegacyDates.WithTime)
        from order in Gen.Elements(PullOrder.OldestFirst, PullOrder.NewestFirst)
        from namesAccount in Gen.Elements(true, false)
        select new LegacyCase(one with { Filter = PullFilterCase.None }, dates, one.Arrivals?.Order ?? order, namesAccount ? Calls.AccountId : null);

    private static async Task HoldsAsync(LegacyCase one)
    {
        AskedDays? door = null;
        using var service = new EmulatedPull(one.Pull.Setup, service => door = new AskedDays(new EmulatorHandler(service.Emulator)), one.Order, legacy: one.Dates);
        var expected = new List<long>();
        foreach (var person in one.Pull.People)
        {
            var id = service.Add(person);
            if (one.Pull.Spans(service.Written(person.Added), service.Written))
                expected.Add(id);
        }

        var range = one.Pull.Range(service.Zone);
        var customers = await service.PullAsync(range, new CustomerFilter(), one.AccountId);

        Assert.Equal(expected, customers.Select(customer => customer.Id).Order());
        AssertOldestDayFirst(customers);
        if (one.Pull.Setup.Fault is null)
            AssertOneADay(range.Days().ToList(), door!.Starts, one.Dates);
    }

    private static async Task HoldsMeanwhileAsync(LegacyCase one)
    {
        var plan = one.Pull.Arrivals!;
        ArrivingHandler? door = null;
        using var service = new EmulatedPull(
            one.Pull.Setup,
            service => door = new ArrivingHandler(service, plan, new EmulatorHandler(service.Emulator)),
            plan.Order,
            grows: true,
            one.Dates);
        var added = one.Pull.People.Select(person => (Id: service.Add(person), Person: person)).ToList();
        var before = added.Where(who => IsWanted(who.Person)).Select(who => who.Id).ToList();

        var customers = await service.PullAsync(one.Pull.Range(service.Zone), new CustomerFilter(), one.AccountId);

        var ids = customers.Select(customer => customer.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(before.Except(ids));
        Assert.Empty(ids.Except(before).Except(door!.Arrived.Where(arrival => IsWanted(arrival.Value)).Select(arrival => arrival.Key)));
        AssertOldestDayFirst(customers);

        bool IsWanted(Person person) => one.Pull.Spans(service.Written(person.Added), service.Written);
    }

    private static void AssertOldestDayFirst(List<Customer> customers)
    {
        var days = customers.Select(customer => customer.Created!.Value.Date).ToList();
        Assert.Equal(days.Order(), days);
    }

    private static void AssertOneADay(List<DateTime> days, IReadOnlyList<string> asked, LegacyDates dates)
    {
        var taken = days.Select(day => day.ToString(dates == LegacyDates.WithTime ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture));
        var refused = asked.Where(start => dates == LegacyDates.WithTime && start.Length == "yyyy-MM-dd".Length).ToList();
        Assert.Equal(taken, asked.Except(refused).Order());
        Assert.Equal(days.Count + refused.Count, asked.Count);
        Assert.Equal(dates == LegacyDates.WithTime && days.Count > 0 ? 1 : 0, refused.Count);
    }

    private sealed record LegacyCase(PullCase Pull, LegacyDates Dates, PullOrder Order, long? AccountId)
    {
        public IEnumerable<LegacyCase> Smaller() => Pull.Smaller().Select(smaller => this with { Pull = smaller });
    }
}
