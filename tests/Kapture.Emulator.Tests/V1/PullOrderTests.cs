using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class PullOrderTests
{
    // 250 customers a day, 1 to 4 May; the clock stands on 2 May.
    private static readonly EmulatorOptions _seeded = new() { Seed = 1000, SeedDays = 4 };

    [Theory]
    [InlineData(EndDateReading.Inclusive, "2024-05-02", "2024-05-03")]
    [InlineData(EndDateReading.Inclusive, "2024-05-02", "2024-05-02")]
    [InlineData(EndDateReading.Exclusive, "2024-05-02", "2024-05-03")]
    [InlineData(EndDateReading.Exclusive, "2024-05-02", "2024-05-02")]
    public void Newest_first_is_oldest_first_backwards(EndDateReading reading, string start, string end)
    {
        var oldest = Added(new Service(_seeded with { EndDate = reading }), 30);
        var newest = Added(new Service(_seeded with { EndDate = reading, PullOrder = PullOrder.NewestFirst }), 30);

        Assert.Equal(oldest.PullIds(start, end, "\"limit\":1000").Reverse(), newest.PullIds(start, end, "\"limit\":1000"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(265)]
    [InlineData(1000)]
    public void Pages_of_any_size_hold_each_customer_once_and_newest_first(int size)
    {
        var service = Added(new Service(_seeded with { PullOrder = PullOrder.NewestFirst }), 15);
        var ids = new List<long>();
        for (long[] page; (page = service.PullIds("2024-05-01", "2024-05-02", $"\"limit\":{size},\"offset\":{ids.Count}")).Length > 0;)
            ids.AddRange(page);

        Assert.Equal(515, ids.Distinct().Count());
        Assert.Equal(515, ids.Count);
        Assert.Equal(ids.OrderDescending(), ids);
    }

    [Fact]
    public void A_filter_leaves_the_order_as_it_is()
    {
        var service = Added(new Service(_seeded with { PullOrder = PullOrder.NewestFirst }), 5);
        var all = service.PullIds("2024-05-02", "2024-05-02", "\"isOrganisation\":true,\"limit\":1000");

        Assert.Equal(all.OrderDescending(), all);
        Assert.Equal(all[10..15], service.PullIds("2024-05-02", "2024-05-02", "\"isOrganisation\":true,\"limit\":5,\"offset\":10"));
    }

    [Theory]
    [InlineData(PullOrder.OldestFirst)]
    [InlineData(PullOrder.NewestFirst)]
    public void The_ends_of_the_calendar_are_days_like_any_other(PullOrder order)
    {
        foreach (var reading in (EndDateReading[])[EndDateReading.Inclusive, EndDateReading.Exclusive])
        {
            var service = new Service(_seeded with { PullOrder = order, EndDate = reading });

            Assert.Empty(service.PullIds("0001-01-01", "0001-01-01"));
            Assert.Empty(service.PullIds("9999-12-31", "9999-12-31"));
        }
    }

    private static Service Added(Service service, int count)
    {
        for (var i = 0; i < count; i++)
            service.Add($$"""{"customer_name":"A","phone":"{{i}}"}""");

        return service;
    }
}
