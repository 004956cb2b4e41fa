using Kapture.Emulator;

namespace Kapture.Tests.Pull;

/// <summary>Whoever was added, however the service reads and pages, and whatever is asked: those come, once, oldest day first.</summary>
public sealed class PullPropertyTests
{
    [Fact]
    public void Those_come_who_are_in_the_range_and_fit_the_filter_once_each_oldest_day_first() =>
        Properties.Check(PullCases.Any, 5000, static one => HoldsAsync(one), static one => one.Smaller());

    [Fact]
    public void Those_who_were_there_before_come_once_whoever_is_added_meanwhile() =>
        Properties.Check(PullCases.WithArrivals(newestFirst: false), 2500, static one => HoldsMeanwhileAsync(one), static one => one.Smaller());

    [Fact]
    public void Those_who_were_there_before_come_once_where_the_newest_come_first() =>
        Properties.Check(PullCases.WithArrivals(newestFirst: true), 2500, static one => HoldsMeanwhileAsync(one), static one => one.Smaller());

    private static async Task HoldsAsync(PullCase one)
    {
        using var service = new EmulatedPull(one.Setup);
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
    }

    private static async Task HoldsMeanwhileAsync(PullCase one)
    {
        var plan = one.Arrivals!;
        ArrivingHandler? door = null;
        using var service = new EmulatedPull(
            one.Setup,
            service => door = new ArrivingHandler(service, plan, plan.NewestFirst ? new NewestFirstHandler(service) : new EmulatorHandler(service.Emulator)),
            uncapped: plan.NewestFirst);
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
