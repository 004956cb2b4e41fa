using System.Collections.Concurrent;
using Kapture.Emulator;

namespace Kapture.Tests.Pull;

/// <summary>Whoever was added, however the service reads and pages, and whatever is asked: those come, once, oldest day first.</summary>
public sealed class PullPropertyTests
{
    [Fact]
    public void Those_come_who_are_in_the_range_and_fit_the_filter_once_each_oldest_day_first()
    {
        var most = new ConcurrentBag<int>();
        Properties.Check(PullCases.Any, 5000, async one => most.Add(await HoldsAsync(one)), static one => one.Smaller());

        // Else pages side by side would not have been tried.
        Assert.InRange(most.Count(pages => pages > 1), 250, 5000);
    }

    [Fact]
    public void Those_who_were_there_before_come_once_whoever_is_added_meanwhile() =>
        Properties.Check(PullCases.WithArrivals(PullOrder.OldestFirst), 2500, static one => HoldsMeanwhileAsync(one), static one => one.Smaller());

    [Fact]
    public void Those_who_were_there_before_come_once_where_the_newest_come_first() =>
        Properties.Check(PullCases.WithArrivals(PullOrder.NewestFirst), 2500, static one => HoldsMeanwhileAsync(one), static one => one.Smaller());

    /// <returns>The most pages of a day that were asked for at once.</returns>
    private static async Task<int> HoldsAsync(PullCase one)
    {
        CountingHandler? door = null;
        using var service = new EmulatedPull(one.Setup, service => door = new CountingHandler(new EmulatorHandler(service.Emulator)));
        var expected = new List<long>();
        foreach (var person in one.People)
        {
            var id = service.Add(person);
            if (one.Spans(service.Written(person.Added), service.Written) && one.Filter.Fits(person))
                expected.Add(id);
        }

        var customers = await service.PullAsync(one.Range(service.Zone), one.Filter.Filter());

        Assert.Equal(expected, customers.Select(customer => customer.Id).Order());
        var days = customers.Select(customer => customer.Created!.Value.Date).ToList();
        Assert.Equal(days.Order(), days);
        return door!.MostOfADay;
    }

    private static async Task HoldsMeanwhileAsync(PullCase one)
    {
        var plan = one.Arrivals!;
        ArrivingHandler? door = null;
        using var service = new EmulatedPull(
            one.Setup,
            service => door = new ArrivingHandler(service, plan, new EmulatorHandler(service.Emulator)),
            plan.Order,
            grows: true);
        var added = one.People.Select(person => (Id: service.Add(person), Person: person)).ToList();
        var before = added.Where(who => IsWanted(who.Person)).Select(who => who.Id).ToList();

        var customers = await service.PullAsync(one.Range(service.Zone), one.Filter.Filter());

        var ids = customers.Select(customer => customer.Id).ToList();
        var later = door!.Arrived.Where(arrival => IsWanted(arrival.Value)).Select(arrival => arrival.Key);
        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(before.Except(ids));
        Assert.Empty(ids.Except(before).Except(later));
        var days = customers.Select(customer => customer.Created!.Value.Date).ToList();
        Assert.Equal(days.Order(), days);

        bool IsWanted(Person person) => one.Spans(service.Written(person.Added), service.Written) && one.Filter.Fits(person);
    }
}
