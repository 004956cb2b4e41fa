using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Store;

public sealed class StatisticsTests
{
    [Fact]
    public void Requests_are_counted_by_operation_and_status()
    {
        var service = new Service(new EmulatorOptions { FailureStatus = FailureStatus.Documented });
        var id = service.Add("""{"customer_name":"A","phone":"1"}""");
        service.Send(Service.AddUpdatePath, "{}");
        service.Send(Service.AddUpdatePath, Published.UpdateCurl(id));
        service.Send(Service.GetPath, Published.GetCurl);
        service.Send(Service.PullPath, Published.PullCleaned, "Basic wrong");
        service.Send("/nowhere", "");

        var statistics = service.Emulator.GetStatistics();

        Assert.Equal(6, statistics.Requests);
        Assert.Equal([(200, 1L), (400, 1L)], statistics.Operations[EmulatorOperation.Add].ByStatus.Select(static s => (s.Key, s.Value)));
        Assert.Equal(1, statistics.Operations[EmulatorOperation.Add].Failed);
        Assert.Equal(1, statistics.Operations[EmulatorOperation.Update].ByStatus[200]);
        Assert.Equal(0, statistics.Operations[EmulatorOperation.Update].Failed);
        Assert.Equal(1, statistics.Operations[EmulatorOperation.Get].ByStatus[404]);
        Assert.Equal(1, statistics.Operations[EmulatorOperation.Pull].ByStatus[401]);
        Assert.Equal(1, statistics.Operations[EmulatorOperation.Unknown].ByStatus[404]);
    }

    [Theory]
    [InlineData("""{"customer_name":"A","phone":"1","email_id":"a@example.com"}""", 1)]
    [InlineData("""{"customer_name":"A","phone":"1","email_id":"A@EXAMPLE.COM"}""", 1)]
    [InlineData("""{"customer_name":"B","phone":"1","email_id":"a@example.com"}""", 0)]
    [InlineData("""{"customer_name":"A","phone":"2","email_id":"a@example.com"}""", 0)]
    [InlineData("""{"customer_name":"A","phone":"1"}""", 0)]
    public void A_duplicate_has_the_same_name_phone_and_email(string second, int expected)
    {
        var service = new Service();
        service.Add("""{"customer_name":"A","phone":"1","email_id":"a@example.com"}""");
        service.Add(second);

        Assert.Equal(expected, service.Emulator.GetStatistics().Duplicates);
    }

    [Fact]
    public void A_copy_of_a_seeded_customer_is_a_duplicate_until_one_of_them_changes()
    {
        var service = new Service(new EmulatorOptions { Seed = 10 });
        var seeded = service.Record(191700003);
        var contact = seeded.GetProperty("contacts")[0];
        service.Add($$"""{"customer_name":"{{seeded.GetProperty("name")}}","phone":"{{contact.GetProperty("phone")}}","email_id":"{{contact.GetProperty("email")}}"}""");
        Assert.Equal(1, service.Emulator.GetStatistics().Duplicates);

        service.Write("""{"customer_info":{"customer_id":191700003,"phone":"5"}}""");
        Assert.Equal(0, service.Emulator.GetStatistics().Duplicates);
    }

    [Fact]
    public void Contacts_are_counted_with_those_of_the_seed()
    {
        var options = new EmulatorOptions { Seed = 11, SeedDays = 1 };
        var service = new Service(options);

        var counted = service.Pull("2024-05-01", "2024-05-01").Sum(static c => c.GetProperty("contacts").GetArrayLength());
        Assert.Equal(counted, service.Emulator.GetStatistics().Contacts);

        service.Add("""{"customer_name":"A","phone":"1"}""");
        Assert.Equal(counted + 1, service.Emulator.GetStatistics().Contacts);
    }

    [Fact]
    public void The_highest_number_in_flight_is_kept()
    {
        var emulator = new Service().Emulator;
        using (emulator.Enter())
        using (emulator.Enter())
        {
            Assert.Equal(2, emulator.GetStatistics().InFlight);
        }

        using (emulator.Enter())
            Assert.Equal((1, 2), (emulator.GetStatistics().InFlight, emulator.GetStatistics().HighestInFlight));
    }

    [Fact]
    public void Reset_leaves_the_seed_and_nothing_else()
    {
        var service = new Service(new EmulatorOptions { Seed = 10, SeedDays = 1 });
        var before = service.Record(191700003).GetRawText();
        service.Add("""{"customer_name":"A","phone":"1"}""");
        service.Write("""{"customer_info":{"customer_id":191700003,"phone":"5"}}""");

        service.Emulator.Reset();

        var statistics = service.Emulator.GetStatistics();
        Assert.Equal((0L, 10L, 12L), (statistics.Requests, statistics.Customers, statistics.Contacts));
        Assert.Equal(before, service.Record(191700003).GetRawText());
        Assert.Equal("failed", service.Json(Service.GetPath, """[{"phone":"1"}]""").GetProperty("status").GetString());
    }

    [Fact]
    public void Many_writers_lose_nothing()
    {
        var service = new Service();

        Parallel.For(0, 4000, i =>
        {
            var id = service.Add($$"""{"customer_name":"N{{i}}","phone":"{{i}}"}""");
            service.Write($$$"""{"customer_info":{"customer_id":{{{id}}},"city":"C{{{i}}}"},"contact_info":[{"contact_person_phone":"x{{{i}}}"}]}""");
        });

        var statistics = service.Emulator.GetStatistics();
        Assert.Equal((4000L, 8000L, 0L), (statistics.Customers, statistics.Contacts, statistics.Duplicates));
        var customers = service.Pull("2024-05-02", "2024-05-02", "\"limit\":5000");
        Assert.Equal(4000, customers.Select(static c => c.GetProperty("id").GetInt64()).Distinct().Count());
        Assert.Equal(8000, customers.SelectMany(static c => c.GetProperty("contacts").EnumerateArray()).Select(static c => c.GetProperty("id").GetInt64()).Distinct().Count());
        Assert.All(customers, static c => Assert.Equal(c.GetProperty("name").GetString()![1..], c.GetProperty("city").GetString()![1..]));
    }
}
