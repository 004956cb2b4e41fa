using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Store;

/// <summary>A page costs what is on it: counted as customers taken up, computed or kept, never as time.</summary>
public sealed class PageCostTests
{
    // A year of 2739 or 2740 customers a day; the clock stands on its second day.
    private const string First = "2024-05-01";
    private const string Present = "2024-05-02";
    private const string Last = "2025-04-30";
    private const int Added = 5000;

    private static readonly EmulatorOptions _million = new() { Seed = 1_000_000, SeedDays = 365 };

    [Theory]
    [InlineData(PullOrder.OldestFirst, EndDateReading.Inclusive)]
    [InlineData(PullOrder.OldestFirst, EndDateReading.Exclusive)]
    [InlineData(PullOrder.NewestFirst, EndDateReading.Inclusive)]
    [InlineData(PullOrder.NewestFirst, EndDateReading.Exclusive)]
    public void A_page_costs_the_same_wherever_it_is(PullOrder order, EndDateReading reading)
    {
        var service = new Service(_million with { PullOrder = order, EndDate = reading });
        for (var i = 0; i < Added; i++)
            service.Add($$"""{"customer_name":"A","phone":"{{i}}"}""");
        var dayAfter = reading == EndDateReading.Exclusive;

        Assert.Equal((50, 50), Cost(service, First, dayAfter ? Present : First, 0));
        Assert.Equal((50, 50), Cost(service, First, dayAfter ? Present : First, 2689));
        Assert.Equal((50, 50), Cost(service, Last, dayAfter ? "2025-05-01" : Last, 0));
        Assert.Equal((50, 50), Cost(service, Last, dayAfter ? "2025-05-01" : Last, 2689));
        for (var offset = 0; offset <= 2739 + Added - 50; offset += 1281)
            Assert.Equal((50, 50), Cost(service, Present, dayAfter ? "2024-05-03" : Present, offset));
        Assert.Equal((0, 0), Cost(service, Present, dayAfter ? "2024-05-03" : Present, 1_000_000_000));
    }

    [Theory]
    [InlineData(PullOrder.OldestFirst)]
    [InlineData(PullOrder.NewestFirst)]
    public void What_was_changed_is_taken_up_once(PullOrder order)
    {
        var service = new Service(_million with { PullOrder = order });
        service.Write("""{"customer_info":{"customer_id":191700010,"city":"Goa"}}""");

        service.PullIds(First, First, "\"limit\":2740");

        Assert.Equal(1, service.Emulator.GetStatistics().KeptRead);
    }

    [Theory]
    [InlineData(PullOrder.OldestFirst)]
    [InlineData(PullOrder.NewestFirst)]
    public void An_arrival_adds_no_more_than_itself(PullOrder order)
    {
        var service = new Service(_million with { PullOrder = order, ArrivalsPerPull = 7 });

        for (var i = 0; i < 60; i++)
            Assert.Equal((50, 50), Cost(service, Present, Present, i * 45));
    }

    // How many customers the page has, and how many the emulator took up for it.
    private static (int Customers, long Work) Cost(Service service, string start, string end, int offset)
    {
        var before = service.Emulator.GetStatistics();
        var customers = service.PullIds(start, end, $"\"limit\":50,\"offset\":{offset}").Length;
        var after = service.Emulator.GetStatistics();
        return (customers, after.SeededComputed + after.KeptRead - before.SeededComputed - before.KeptRead);
    }
}
