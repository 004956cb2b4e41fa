using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Legacy;

public sealed class PullTests
{
    private const string DateMissing = """{"Message":"either start_date is null or blank","Status":"Fail"}""";
    private const string DateFormat = """{"Message":"Invalid date format.","Status":"Fail"}""";

    // 250 customers a day, 1 to 4 May.
    private static readonly EmulatorOptions _seeded = new() { Seed = 1000, SeedDays = 4 };

    private readonly Service _service = new(_seeded);

    [Theory]
    [InlineData("2024-05-01", "2024-05-01", 250)]
    [InlineData("2024-05-01", "2024-05-04", 1000)]
    [InlineData("2024-04-30 00:00:00", "2024-05-04", 1000)]
    [InlineData("2024-05-02 00:00:00", "2024-05-02 23:59:59", 250)]
    [InlineData("0001-01-01", "9999-12-31 23:59:59", 1000)]
    [InlineData("2024-05-05", "2024-05-06", 0)]
    [InlineData("2024-05-02", "2024-05-01", 0)]
    public void Every_customer_of_the_range_comes_in_one_answer(string start, string end, int expected)
    {
        var ids = _service.LegacyPullIds(start, end);

        Assert.Equal(expected, ids.Length);
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Theory]
    [InlineData("2024-05-01", "2024-05-01", 0)]
    [InlineData("2024-05-01", "2024-05-02", 250)]
    [InlineData("2024-05-02 00:00:00", "2024-05-03 00:00:00", 250)]
    public void An_exclusive_end_takes_no_part_in_it(string start, string end, int expected) =>
        Assert.Equal(expected, new Service(_seeded with { EndDate = EndDateReading.Exclusive }).LegacyPullIds(start, end).Length);

    [Theory]
    [InlineData(EndDateReading.Inclusive, "16:15:42", "16:15:42", true)]
    [InlineData(EndDateReading.Inclusive, "00:00:00", "16:15:41", false)]
    [InlineData(EndDateReading.Inclusive, "16:15:43", "23:59:59", false)]
    [InlineData(EndDateReading.Exclusive, "16:15:42", "16:15:43", true)]
    [InlineData(EndDateReading.Exclusive, "16:15:42", "16:15:42", false)]
    public void Times_of_day_cut_to_the_second(EndDateReading reading, string start, string end, bool within)
    {
        var service = new Service(new EmulatorOptions { EndDate = reading });
        var id = service.Add("""{"customer_name":"A","phone":"1"}""");

        Assert.Equal(within ? [id] : [], service.LegacyPullIds("2024-05-02 " + start, "2024-05-02 " + end));
    }

    [Fact]
    public void Newest_first_is_the_same_backwards() => Assert.Equal(
        _service.LegacyPullIds("2024-05-01", "2024-05-03").Reverse(),
        new Service(_seeded with { PullOrder = PullOrder.NewestFirst }).LegacyPullIds("2024-05-01", "2024-05-03"));

    [Fact]
    public void The_cap_of_a_page_is_none_of_its_business() =>
        Assert.Equal(250, new Service(_seeded with { MaxLimit = 10 }).LegacyPullIds("2024-05-01", "2024-05-01").Length);

    [Fact]
    public void Arrivals_come_before_it()
    {
        var service = new Service(new EmulatorOptions { ArrivalsPerPull = 3, MaxArrivals = 4 });

        Assert.Equal(3, service.LegacyPullIds("2024-05-02", "2024-05-02").Length);
        Assert.Equal(4, service.LegacyPullIds("2024-05-02", "2024-05-02").Length);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"start_date":"2024-05-01"}""")]
    [InlineData("""{"start_date":" ","end_date":"2024-05-01"}""")]
    [InlineData("""{"start_date":null,"end_date":"2024-05-01"}""")]
    public void Both_dates_are_mandatory(string body) => Assert.Equal(DateMissing, _service.Text(Service.LegacyPullPath, body));

    [Theory]
    [InlineData(LegacyDates.Any, "2024-05-01", true)]
    [InlineData(LegacyDates.Any, "2024-05-01 23:00:00", true)]
    [InlineData(LegacyDates.Any, "2024-05-01 24:00:00", false)]
    [InlineData(LegacyDates.Any, "2024-05-01T00:00:00", false)]
    [InlineData(LegacyDates.Any, "01-05-2024", false)]
    [InlineData(LegacyDates.Any, "2024-02-30", false)]
    [InlineData(LegacyDates.DayOnly, "2024-05-01", true)]
    [InlineData(LegacyDates.DayOnly, "2024-05-01 00:00:00", false)]
    [InlineData(LegacyDates.WithTime, "2024-05-01", false)]
    [InlineData(LegacyDates.WithTime, "2024-05-01 00:00:00", true)]
    public void The_account_accepts_one_form_or_both(LegacyDates accepted, string date, bool expected)
    {
        var service = new Service(new EmulatorOptions { LegacyDates = accepted, FailureStatus = FailureStatus.Documented });
        var answer = service.Send(Service.LegacyPullPath, Service.LegacyPullBody(date, date));

        Assert.Equal(expected ? 200 : 400, answer.StatusCode);
        Assert.Equal(expected ? """{"message":[],"status":"success"}""" : DateFormat, System.Text.Encoding.UTF8.GetString(answer.Body.Span));
    }

    [Fact]
    public void A_whole_day_computes_nobody_else()
    {
        _service.LegacyPullIds("2024-05-02", "2024-05-02");

        Assert.Equal(250, _service.Emulator.GetStatistics().SeededComputed);
    }
}
