using System.Globalization;

namespace Kapture.Tests.Pull;

/// <summary>Ranges in zones that set their clocks: by the hour, by half of one, by a day; at night, at midnight, and over it.</summary>
public sealed class ClockChangeTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31", 23)]
    [InlineData("Europe/Berlin", "2024-10-27", 25)]
    [InlineData("Europe/Dublin", "2024-03-31", 23)]
    [InlineData("Europe/Dublin", "2024-10-27", 25)]
    [InlineData("America/New_York", "2024-03-10", 23)]
    [InlineData("America/New_York", "2024-11-03", 25)]
    [InlineData("America/Sao_Paulo", "2018-11-04", 23)]
    [InlineData("America/Sao_Paulo", "2018-02-17", 25)]
    [InlineData("Asia/Beirut", "2024-03-31", 23)]
    [InlineData("Asia/Beirut", "2024-10-26", 25)]
    [InlineData("Africa/Cairo", "2024-04-26", 23)]
    [InlineData("Africa/Cairo", "2024-10-31", 25)]
    [InlineData("Australia/Lord_Howe", "2024-04-07", 24.5)]
    [InlineData("Asia/Kolkata", "2024-03-31", 24)]
    public void A_day_is_as_long_as_its_zone_makes_it(string zone, string day, double hours)
    {
        var range = Range(zone, day, day);

        Assert.Equal(TimeSpan.FromHours(hours), range.End - range.Start);
        Assert.Equal([At(day)], range.Days());
    }

    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31")]
    [InlineData("Europe/Dublin", "2024-10-27")]
    [InlineData("America/New_York", "2024-11-03")]
    [InlineData("America/Sao_Paulo", "2018-11-04")]
    [InlineData("America/Sao_Paulo", "2018-02-17")]
    [InlineData("Asia/Beirut", "2024-03-31")]
    [InlineData("Africa/Cairo", "2024-10-31")]
    [InlineData("America/St_Johns", "2010-11-06")]
    [InlineData("America/St_Johns", "2010-11-07")]
    [InlineData("Antarctica/Casey", "2010-03-04")]
    [InlineData("Pacific/Apia", "2011-12-29")]
    [InlineData("Pacific/Apia", "2011-12-31")]
    public void A_day_has_all_that_its_date_is_written_on_and_nothing_else(string zone, string day)
    {
        var range = Range(zone, day, day);
        var first = new DateTimeOffset(At(day).AddDays(-2), TimeSpan.Zero);

        for (var instant = first; instant < first.AddDays(5); instant = instant.AddSeconds(30))
        {
            // What the service would write then, and what becomes of it on the way.
            var written = TimeZoneInfo.ConvertTime(instant, range.Zone).DateTime;
            Assert.True(range.Contains(Written(written, range.Zone)) == (written.Date == At(day)), $"{instant:O} is written {written:O}.");
        }

        Assert.Equal([At(day)], range.Days());
    }

    [Theory]
    [InlineData("Europe/Berlin", "2000-01-01", "2009-12-31", 3653)]
    [InlineData("America/Sao_Paulo", "2009-01-01", "2018-12-31", 3652)]
    [InlineData("America/St_Johns", "2002-01-01", "2011-12-31", 3652)]
    [InlineData("Africa/Cairo", "2015-06-01", "2025-05-31", 3653)]
    [InlineData("Pacific/Apia", "2007-01-01", "2016-12-31", 3652)]
    public void Ten_years_have_every_day_once(string zone, string start, string end, int days)
    {
        var listed = Range(zone, start, end).Days().ToList();

        Assert.Equal(days, listed.Count);
        Assert.Equal(listed.Distinct().Order(), listed);
        Assert.Equal((At(start), At(end)), (listed[0], listed[^1]));
    }

    [Fact]
    public void A_day_that_the_clock_leapt_over_is_not_asked_for()
    {
        Assert.Equal([At("2011-12-29"), At("2011-12-31")], Range("Pacific/Apia", "2011-12-29", "2011-12-31").Days());
        Assert.Empty(Range("Pacific/Apia", "2011-12-30", "2011-12-30").Days());
        Assert.Empty(Range("Pacific/Apia", "2011-12-30 08:00:00", "2011-12-30 09:00:00").Days());
        Calls.Throws(KaptureErrorId.InvalidDateRange, () => Range("Pacific/Apia", "2011-12-30 09:00:00", "2011-12-30 08:00:00"));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31 02:30:00", "2024-03-31T01:00:00Z")]
    [InlineData("Europe/Dublin", "2024-03-31 01:59:59", "2024-03-31T01:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04 00:30:00", "2018-11-04T03:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30T10:00:00Z")]
    public void A_time_that_never_came_is_the_instant_of_the_leap(string zone, string time, string leap)
    {
        var instant = DateTimeOffset.Parse(leap, CultureInfo.InvariantCulture);

        // Nothing between the leap and the time that was meant is lost, and nothing after the leap comes before the end.
        Assert.Equal(instant, Range(zone, time, "2025-01-01").Start);
        Assert.Equal(instant, Range(zone, "2007-01-01", time).End);
        Assert.Equal(TimeSpan.Zero, Length(Range(zone, time, time)));
        Assert.Empty(Range(zone, time, time).Days());
    }

    [Theory]
    [InlineData("Europe/Berlin", "2024-10-27 02:30:00", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z")]
    [InlineData("Europe/Dublin", "2024-10-27 01:30:00", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z")]
    [InlineData("America/New_York", "2024-11-03 01:00:00", "2024-11-03T05:00:00Z", "2024-11-03T06:00:00Z")]
    [InlineData("Africa/Cairo", "2024-10-31 23:59:59", "2024-10-31T20:59:59Z", "2024-10-31T21:59:59Z")]
    [InlineData("Australia/Lord_Howe", "2024-04-07 01:45:00", "2024-04-06T14:45:00Z", "2024-04-06T15:15:00Z")]
    public void A_time_that_came_twice_starts_early_and_ends_late(string zone, string time, string first, string last)
    {
        Assert.Equal(DateTimeOffset.Parse(first, CultureInfo.InvariantCulture), Range(zone, time, "2025-01-01").Start);
        Assert.Equal(DateTimeOffset.Parse(last, CultureInfo.InvariantCulture).AddSeconds(1), Range(zone, "2007-01-01", time).End);
        Assert.True(Range(zone, time, time).Contains(Written(At(time), KaptureTimeZone.Find(zone)!)));
    }

    [Fact]
    public void A_time_next_to_one_that_came_twice_is_exact()
    {
        Assert.Equal(Utc("2024-10-27T00:00:00Z"), Range("Europe/Berlin", "2024-10-01", "2024-10-27 01:59:59").End);
        Assert.Equal(Utc("2024-10-27T02:00:00Z"), Range("Europe/Berlin", "2024-10-27 03:00:00", "2024-10-28").Start);
    }

    [Theory]
    [InlineData("2024-10-27T00:50:00Z", "2024-10-27 02:45:00")]
    [InlineData("2024-10-27T00:00:00Z", "2024-10-27 02:00:00")]
    public void Who_pulls_in_the_hour_that_comes_twice_gets_those_of_that_hour(string now, string written)
    {
        // Written down, the customer may be of either hour; read as the later, it would lie in the future.
        var range = DateRange.Create(At("2024-10-26"), null, KaptureTimeZone.Find("Europe/Berlin")!, Utc(now));

        Assert.True(range.Contains(Written(At(written), range.Zone)));
    }

    [Theory]
    [InlineData("2010-11-07T02:30:30Z", "2010-11-07T02:40:00Z")] // until just after midnight came first
    [InlineData("2010-11-07T02:30:30Z", "2010-11-07T02:30:30Z")]
    [InlineData("2010-11-07T03:00:00Z", "2010-11-07T03:29:59Z")]
    [InlineData("2010-11-07T02:31:00Z", "2010-11-07T03:30:00Z")]
    [InlineData("2010-11-06T12:00:00Z", "2010-11-07T03:00:00Z")]
    public void A_midnight_that_came_twice_hides_no_day(string start, string end)
    {
        var zone = KaptureTimeZone.Find("America/St_Johns")!;
        var (first, last) = (Utc(start), Utc(end));
        var range = DateRange.Create(first.UtcDateTime, last.UtcDateTime, zone, _now);

        for (var instant = first; instant <= last; instant = instant.AddSeconds(1))
        {
            var written = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
            Assert.Contains(written.Date, range.Days());
            Assert.True(range.Contains(Written(written, zone)));
        }
    }

    private static DateTimeOffset Written(DateTime wallClock, TimeZoneInfo zone)
    {
        Assert.True(ServiceDate.TryParse(wallClock.ToString("MMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture), zone, out var read));
        return read;
    }

    private static DateRange Range(string zone, string start, string end) => DateRange.Create(At(start), At(end), KaptureTimeZone.Find(zone)!, _now);

    private static TimeSpan Length(DateRange range) => range.End - range.Start;

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime At(string text) => DateTime.ParseExact(text, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None);
}
