using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class ArrivalTests
{
    // 100 customers on each of 1 and 2 May; the clock stands on 2 May.
    private static readonly EmulatorOptions _busy = new() { Seed = 200, SeedDays = 2, ArrivalsPerPull = 3 };

    private const long FirstArrival = 191_700_200;

    [Fact]
    public void They_are_there_before_the_page_is_answered()
    {
        var service = new Service(_busy);

        Assert.Equal(103, service.PullIds("2024-05-02", "2024-05-02", "\"limit\":1000").Length);
        Assert.Equal(106, service.PullIds("2024-05-02", "2024-05-02", "\"limit\":1000").Length);
    }

    [Fact]
    public void Another_day_stays_as_it_is()
    {
        var service = new Service(_busy);

        Assert.Equal(100, service.PullIds("2024-05-01", "2024-05-01", "\"limit\":1000").Length);
        Assert.Equal(100, service.PullIds("2024-05-01", "2024-05-01", "\"limit\":1000").Length);
    }

    [Fact]
    public void Oldest_first_they_come_after_everybody_else()
    {
        var service = new Service(_busy);
        var first = service.PullIds("2024-05-02", "2024-05-02", "\"limit\":100");

        Assert.Equal(Enumerable.Range(0, 6).Select(static i => FirstArrival + i), service.PullIds("2024-05-02", "2024-05-02", "\"limit\":100,\"offset\":100"));
        Assert.All(first, static id => Assert.InRange(id, 0, FirstArrival - 1));
    }

    [Fact]
    public void Newest_first_they_push_the_rest_to_later_pages()
    {
        var service = new Service(_busy with { PullOrder = PullOrder.NewestFirst });
        var first = service.PullIds("2024-05-02", "2024-05-02", "\"limit\":10");
        var second = service.PullIds("2024-05-02", "2024-05-02", "\"limit\":10,\"offset\":10");

        Assert.Equal([FirstArrival + 2, FirstArrival + 1, FirstArrival], first[..3]);
        Assert.Equal(first[7..], second[..3]);
    }

    // Page after page until one has no news, which is what a client can do where nobody tells it the number.
    [Theory]
    [InlineData(PullOrder.OldestFirst, 40)]
    [InlineData(PullOrder.NewestFirst, 40)]
    [InlineData(PullOrder.NewestFirst, null)]
    public void Whoever_pages_on_until_there_is_no_news_meets_all_who_were_there(PullOrder order, int? most)
    {
        var service = new Service(_busy with { PullOrder = order, MaxArrivals = most });
        var ids = new HashSet<long>();
        var (offset, news) = (0, true);
        while (news && offset < 5000)
        {
            var page = service.PullIds("2024-05-02", "2024-05-02", $"\"limit\":10,\"offset\":{offset}");
            offset += page.Length;
            var known = ids.Count;
            ids.UnionWith(page);
            news = ids.Count > known;
        }

        Assert.ProperSuperset(Enumerable.Range(100, 100).Select(static i => 191_700_000L + i).ToHashSet(), ids);
        Assert.InRange(offset, 100, 4999);
        Assert.InRange(service.Emulator.GetStatistics().Customers, 201, 200 + (most ?? 1000));
    }

    [Fact]
    public void They_are_created_now_and_found_like_any_other()
    {
        var service = new Service(_busy);
        service.Clock.Now += TimeSpan.FromDays(30);
        var arrival = service.Pull("2024-06-01", "2024-06-01")[0];

        Assert.Equal("Jun 1, 2024 4:15:42 PM", arrival.GetProperty("generationDate").GetString());
        Assert.Equal(FirstArrival, arrival.GetProperty("id").GetInt64());
        foreach (var (key, field) in (IEnumerable<(string, string)>)[("phone", "phone"), ("email_id", "email")])
        {
            var value = arrival.GetProperty("contacts")[0].GetProperty(field).GetString();
            Assert.Equal(FirstArrival, service.Json(Service.GetPath, $$"""[{"{{key}}":"{{value}}"}]""").GetProperty("Customer Details").GetProperty("id").GetInt64());
        }
    }

    [Fact]
    public void Nobody_has_the_phone_or_the_email_of_another()
    {
        var service = new Service(_busy with { ArrivalsPerPull = 500 });
        var contacts = service.Pull("2024-05-01", "2024-05-02", "\"limit\":1000").SelectMany(static c => c.GetProperty("contacts").EnumerateArray()).ToArray();

        foreach (var field in (string[])["phone", "email"])
        {
            var values = contacts.Select(c => c.GetProperty(field).GetString()!).Where(static v => v.Length > 0).ToArray();
            Assert.InRange(values.Length, 501, contacts.Length);
            Assert.Equal(values.Length, values.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }
    }

    [Fact]
    public void They_count_as_customers_and_not_as_requests()
    {
        var service = new Service(_busy);
        service.PullIds("2024-05-01", "2024-05-01");
        service.PullIds("2024-05-01", "2024-05-01");

        var statistics = service.Emulator.GetStatistics();
        Assert.Equal((2L, 206L, 246L, 0L), (statistics.Requests, statistics.Customers, statistics.Contacts, statistics.Duplicates));
        Assert.False(statistics.Operations.ContainsKey(EmulatorOperation.Add));
    }

    [Fact]
    public void Only_a_pull_that_gives_a_page_brings_them()
    {
        var service = new Service(_busy);
        service.Send(Service.PullPath, Service.PullBody("2024-05-01", "2024-05-01"), "Basic wrong");
        service.Send(Service.PullPath, Service.PullBody("2024-05-01", "2024-05-09"));
        service.Send(Service.GetPath, """[{"kapture_customer_id":"191700000"}]""");

        Assert.Equal(200, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void A_match_by_phone_concerns_what_clients_add_and_not_who_arrives()
    {
        var service = new Service(_busy with { MatchExisting = true });
        service.Add("""{"customer_name":"A","phone":"6000000000"}""");
        service.PullIds("2024-05-02", "2024-05-02");

        Assert.Equal(204, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void The_same_pulls_meet_the_same_people_and_after_a_reset_again()
    {
        var (service, other) = (new Service(_busy), new Service(_busy));
        var text = Page(service);

        Assert.Equal(text, Page(other));
        Assert.NotEqual(text, Page(service));
        service.Emulator.Reset();
        Assert.Equal(text, Page(service));
    }

    [Theory]
    [InlineData(PullOrder.OldestFirst)]
    [InlineData(PullOrder.NewestFirst)]
    public void Pulls_at_the_same_time_lose_nobody(PullOrder order)
    {
        var service = new Service(_busy with { PullOrder = order });

        // Whatever the moment, a page follows its order and holds nobody twice.
        Parallel.For(0, 300, i =>
        {
            var ids = service.PullIds("2024-05-02", "2024-05-02", $"\"limit\":50,\"offset\":{i * 3}");
            Assert.Equal(order == PullOrder.OldestFirst ? ids.Order() : ids.OrderDescending(), ids);
            Assert.Equal(ids.Length, ids.Distinct().Count());
        });

        Assert.Equal(1100, service.Emulator.GetStatistics().Customers);
        var all = service.PullIds("2024-05-01", "2024-05-02", "\"limit\":5000");
        Assert.Equal(Enumerable.Range(0, 1103).Select(static i => 191_700_000L + i), all.Order());
    }

    private static string Page(Service service) => service.Text(Service.PullPath, Service.PullBody("2024-05-02", "2024-05-02", "\"offset\":100"));
}
