using System.Globalization;
using System.Text;
using System.Text.Json;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Store;

public sealed class SeedTests
{
    [Fact]
    public void A_page_of_a_million_costs_the_page_and_nothing_else()
    {
        var service = new Service(new EmulatorOptions { Seed = 1_000_000, SeedDays = 365 });
        Assert.Equal(0, service.Emulator.GetStatistics().SeededComputed);

        service.Pull("2024-05-01", "2024-05-01", "\"limit\":50");
        Assert.Equal(50, service.Emulator.GetStatistics().SeededComputed);

        service.Pull("2025-04-30", "2025-04-30", "\"limit\":50,\"offset\":2600");
        Assert.Equal(100, service.Emulator.GetStatistics().SeededComputed);

        service.Pull("2024-10-30", "2024-10-31", "\"limit\":50,\"offset\":5400");
        Assert.Equal(150, service.Emulator.GetStatistics().SeededComputed);
    }

    [Fact]
    public void A_look_up_among_a_million_costs_one()
    {
        var service = new Service(new EmulatorOptions { Seed = 1_000_000, SeedDays = 365 });

        var found = service.Json(Service.GetPath, """[{"phone":"7000999999"}]""").GetProperty("Customer Details");

        Assert.Equal(192_699_999, found.GetProperty("id").GetInt64());
        Assert.Equal(1, service.Emulator.GetStatistics().SeededComputed);
    }

    [Fact]
    public void A_million_weigh_next_to_nothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var service = new Service(new EmulatorOptions { Seed = 1_000_000, SeedDays = 365 });

        Assert.Equal(1_000_000, service.Emulator.GetStatistics().Customers);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(100, 7)]
    [InlineData(1000, 30)]
    public void Customers_are_spread_evenly_and_lie_on_their_day(int seed, int days)
    {
        var service = new Service(new EmulatorOptions { Seed = seed, SeedStart = new DateTime(2024, 2, 27), SeedDays = days });
        var counts = new List<int>();
        for (var i = 0; i < days; i++)
        {
            var day = new DateTime(2024, 2, 27).AddDays(i);
            var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var created = service.Pull(text, text, "\"limit\":100000").Select(Created).ToArray();
            Assert.All(created, c => Assert.Equal(day, c.Date));
            Assert.Equal(created.Order(), created);
            counts.Add(created.Length);
        }

        Assert.Equal(seed, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public void The_same_number_is_the_same_customer_every_time()
    {
        var options = new EmulatorOptions { Seed = 300, SeedDays = 3 };
        var body = Service.PullBody("2024-05-02", "2024-05-02");

        Assert.Equal(new Service(options).Text(Service.PullPath, body), new Service(options).Text(Service.PullPath, body));
    }

    [Fact]
    public void They_are_as_varied_as_a_real_list()
    {
        var customers = new Service(new EmulatorOptions { Seed = 1000, SeedDays = 1 }).Pull("2024-05-01", "2024-05-01", "\"limit\":1000");
        var names = string.Concat(customers.Select(static c => c.GetProperty("name").GetString()));

        Assert.All((int[])[0x0041, 0x0905, 0x0B95, 0x09A8, 0x0C32, 0x0627, 0x9673, 0x20BB7], script => Assert.Contains(new Rune(script).ToString(), names, StringComparison.Ordinal));
        Assert.Contains(customers, static c => c.GetProperty("city").GetString() == "");
        Assert.Contains(customers, static c => c.GetProperty("city").GetString() != "");
        Assert.Contains(customers, static c => c.GetProperty("isOrganization").GetBoolean());
        Assert.Contains(customers, static c => c.GetProperty("isChannelPartner").GetBoolean());
        Assert.Contains(customers, static c => c.GetProperty("contacts").GetArrayLength() == 2);
        var contacts = customers.SelectMany(static c => c.GetProperty("contacts").EnumerateArray()).ToArray();
        Assert.Contains(contacts, static c => c.GetProperty("phone").GetString() == "");
        Assert.Contains(contacts, static c => c.GetProperty("email").GetString() == "");
        Assert.DoesNotContain(contacts, static c => c.GetProperty("phone").GetString() == "" && c.GetProperty("email").GetString() == "");
        Assert.All(contacts, static c => Assert.Matches("^$|@example\\.com$", c.GetProperty("email").GetString()!));
    }

    [Fact]
    public void Each_is_found_by_whatever_it_has()
    {
        var service = new Service(new EmulatorOptions { Seed = 400, SeedDays = 1 });
        foreach (var customer in service.Pull("2024-05-01", "2024-05-01", "\"limit\":400"))
        {
            foreach (var contact in customer.GetProperty("contacts").EnumerateArray())
            {
                AssertFinds(service, customer, "phone", contact.GetProperty("phone").GetString()!);
                AssertFinds(service, customer, "email_id", contact.GetProperty("email").GetString()!.ToUpperInvariant());
            }
        }
    }

    [Theory]
    [InlineData("phone", "7000000400")]
    [InlineData("phone", "6999999999")]
    [InlineData("phone", "8000000001")]
    [InlineData("phone", "07000000001")]
    [InlineData("email_id", "nobody.1@example.com")]
    [InlineData("email_id", ".@example.com")]
    [InlineData("email_id", "@example.com")]
    public void What_only_looks_like_theirs_finds_nobody(string key, string value)
    {
        var service = new Service(new EmulatorOptions { Seed = 400, SeedDays = 1 });

        Assert.Equal("failed", service.Json(Service.GetPath, $$"""[{"{{key}}":"{{value}}"}]""").GetProperty("status").GetString());
    }

    [Fact]
    public void A_seeded_customer_can_be_changed_like_any_other()
    {
        var service = new Service(new EmulatorOptions { Seed = 10, SeedDays = 1 });
        service.Write("""{"customer_info":{"customer_id":191700003,"phone":"5","city":"Goa"}}""");

        Assert.Equal("Goa", service.Record(191700003).GetProperty("city").GetString());
        Assert.Equal("failed", service.Json(Service.GetPath, """[{"phone":"7000000003"}]""").GetProperty("status").GetString());
        Assert.Equal("success", service.Json(Service.GetPath, """[{"phone":"5"}]""").GetProperty("status").GetString());
        Assert.Equal("Goa", service.Pull("2024-05-01", "2024-05-01")[3].GetProperty("city").GetString());
        Assert.Equal(10, service.Emulator.GetStatistics().Customers);
    }

    private static void AssertFinds(Service service, JsonElement customer, string key, string value)
    {
        if (value.Length > 0)
            Assert.Equal(customer.GetProperty("id").GetInt64(), service.Json(Service.GetPath, $$"""[{"{{key}}":"{{value}}"}]""").GetProperty("Customer Details").GetProperty("id").GetInt64());
    }

    private static DateTime Created(JsonElement customer) => DateTime.ParseExact(
        customer.GetProperty("imageReferenceId").GetString()!, "'CUS_'yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
