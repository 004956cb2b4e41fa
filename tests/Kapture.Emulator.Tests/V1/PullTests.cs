using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class PullTests
{
    // 250 customers a day, 1 to 4 May.
    private static readonly EmulatorOptions _seeded = new() { Seed = 1000, SeedDays = 4 };

    private readonly Service _service = new(_seeded);

    [Fact]
    public void The_end_date_belongs_to_the_range_when_inclusive()
    {
        Assert.Equal(250, Count("2024-05-01", "2024-05-01"));
        Assert.Equal(500, Count("2024-05-01", "2024-05-02"));
    }

    [Fact]
    public void The_range_ends_as_the_end_date_begins_when_exclusive()
    {
        var service = new Service(_seeded with { EndDate = EndDateReading.Exclusive });

        Assert.Empty(service.PullIds("2024-05-01", "2024-05-01", "\"limit\":1000"));
        var day = service.PullIds("2024-05-01", "2024-05-02", "\"limit\":1000");
        Assert.Equal(_service.PullIds("2024-05-01", "2024-05-01", "\"limit\":1000"), day);
    }

    [Theory]
    [InlineData("2024-04-29", "2024-04-30", 0)]
    [InlineData("2024-04-30", "2024-05-01", 250)]
    [InlineData("2024-05-04", "2024-05-05", 250)]
    [InlineData("2024-05-05", "2024-05-06", 0)]
    [InlineData("2024-05-02", "2024-05-01", 0)]
    public void Days_without_customers_give_an_empty_page(string start, string end, int expected) => Assert.Equal(expected, Count(start, end));

    [Fact]
    public void An_empty_page_is_a_success() => Assert.Equal(
        """{"message":[],"status":"success"}""", _service.Text(Service.PullPath, Service.PullBody("2020-01-01", "2020-01-01")));

    [Theory]
    [InlineData("", 100)]
    [InlineData("\"limit\":\"\"", 100)]
    [InlineData("\"limit\":\" \",\"offset\":\"\"", 100)]
    [InlineData("\"limit\":null", 100)]
    [InlineData("\"limit\":\"many\"", 100)]
    [InlineData("\"limit\":-1", 100)]
    [InlineData("\"limit\":0", 0)]
    [InlineData("\"limit\":1", 1)]
    [InlineData("\"limit\":\"101\"", 101)]
    [InlineData("\"limit\":500", 250)]
    [InlineData("\"limit\":500,\"offset\":249", 1)]
    [InlineData("\"limit\":500,\"offset\":\"250\"", 0)]
    [InlineData("\"limit\":10,\"offset\":9999999999", 0)]
    [InlineData("\"offset\":-5", 100)]
    public void Limit_and_offset_come_as_numbers_or_text(string more, int expected) =>
        Assert.Equal(expected, _service.PullIds("2024-05-01", "2024-05-01", more).Length);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(125)]
    [InlineData(499)]
    [InlineData(500)]
    public void Pages_of_any_size_hold_each_customer_once_and_oldest_first(int size)
    {
        var ids = new List<long>();
        for (long[] page; (page = _service.PullIds("2024-05-02", "2024-05-03", $"\"limit\":{size},\"offset\":{ids.Count}")).Length > 0;)
            ids.AddRange(page);

        Assert.Equal(_service.PullIds("2024-05-02", "2024-05-03", "\"limit\":1000"), ids);
        Assert.Equal(500, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
    }

    [Fact]
    public void The_cap_wins_over_the_limit()
    {
        var service = new Service(_seeded with { MaxLimit = 30 });

        Assert.Equal(30, service.PullIds("2024-05-01", "2024-05-01", "\"limit\":1000").Length);
        Assert.Equal(30, service.PullIds("2024-05-01", "2024-05-01").Length);
        Assert.Equal(20, service.PullIds("2024-05-01", "2024-05-01", "\"limit\":20").Length);
    }

    [Fact]
    public void What_was_added_follows_the_seeded_customers_of_its_day()
    {
        var added = Enumerable.Range(0, 3).Select(i => _service.Add($$"""{"customer_name":"A","phone":"{{i}}"}""")).ToArray();

        Assert.Equal(added, _service.PullIds("2024-05-02", "2024-05-02", "\"limit\":9,\"offset\":250"));
        Assert.Equal(added[1..2], _service.PullIds("2024-05-02", "2024-05-02", "\"limit\":1,\"offset\":251"));
        Assert.Equal([added[2], 191700500], _service.PullIds("2024-05-02", "2024-05-03", "\"limit\":2,\"offset\":252"));
    }

    [Fact]
    public void The_day_is_that_of_the_service_and_not_that_of_utc()
    {
        var service = new Service();
        service.Clock.Now = new DateTimeOffset(2024, 5, 2, 18, 29, 59, TimeSpan.Zero);
        var before = service.Add("""{"customer_name":"A","phone":"1"}""");
        service.Clock.Now += TimeSpan.FromSeconds(1);
        var after = service.Add("""{"customer_name":"A","phone":"2"}""");

        Assert.Equal([before], service.PullIds("2024-05-02", "2024-05-02"));
        Assert.Equal([after], service.PullIds("2024-05-03", "2024-05-03"));
        Assert.Equal("May 3, 2024 12:00:00 AM", service.Record(after).GetProperty("generationDate").GetString());
    }

    [Fact]
    public void The_zone_can_be_another()
    {
        var service = new Service(new EmulatorOptions { TimeZone = TimeZoneInfo.Utc });
        var id = service.Add("""{"customer_name":"A","phone":"1"}""");

        Assert.Equal("May 2, 2024 10:45:42 AM", service.Record(id).GetProperty("generationDate").GetString());
    }

    [Theory]
    [InlineData("""{"createStartDate":"2024-05-01","createEndDate":"2024-05-01"}""", "ReqFieldMissing")]
    [InlineData("""{"cm_id":" ","createStartDate":"2024-05-01","createEndDate":"2024-05-01"}""", "ReqFieldMissing")]
    [InlineData("""{"cm_id":1000298,"createEndDate":"2024-05-01"}""", "either start_date is null or blank")]
    [InlineData("""{"cm_id":1000298,"createStartDate":"2024-05-01","createEndDate":" "}""", "either start_date is null or blank")]
    [InlineData("""{"cm_id":1000298,"createStartDate":"05/01/2024","createEndDate":"2024-05-01"}""", "Date should be in YYYY-MM-DD format")]
    [InlineData("""{"cm_id":1000298,"createStartDate":"2024-05-01","createEndDate":"2024-02-30"}""", "Date should be in YYYY-MM-DD format")]
    [InlineData("""{"cm_id":1000298,"createStartDate":"2024-05-01","createEndDate":"2024-05-03"}""", "At one hit we can pull a data of max 24 hours")]
    [InlineData("[]", "Invalid Json.")]
    public void A_request_that_lacks_or_overdoes_something_is_refused(string body, string message) =>
        Assert.Equal($$"""{"message":"{{message}}","status":"failed"}""", _service.Text(Service.PullPath, body));

    [Theory]
    [InlineData("\"1000298\"", 1)]
    [InlineData("1000298", 1)]
    [InlineData("1000299", 0)]
    [InlineData("\"x\"", 0)]
    public void Another_account_has_no_customers_here(string account, int expected)
    {
        var body = Service.PullBody("2024-05-01", "2024-05-01", "\"limit\":1").Replace("1000298", account, StringComparison.Ordinal);

        Assert.Equal(expected, _service.Json(Service.PullPath, body).GetProperty("message").GetArrayLength());
    }

    [Fact]
    public void The_account_can_be_another()
    {
        var service = new Service(new EmulatorOptions { AccountId = 396, Seed = 1 });
        var body = Service.PullBody("2024-05-01", "2024-05-01").Replace("1000298", "396", StringComparison.Ordinal);

        var record = Assert.Single(service.Json(Service.PullPath, body).GetProperty("message").EnumerateArray());
        Assert.Equal(396, record.GetProperty("cmId").GetInt32());
        Assert.Equal(396, record.GetProperty("contacts")[0].GetProperty("cmId").GetInt32());
    }

    private int Count(string start, string end) => _service.PullIds(start, end, "\"limit\":1000").Length;
}
