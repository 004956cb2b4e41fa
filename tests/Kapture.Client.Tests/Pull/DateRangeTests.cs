namespace Kapture.Tests.Pull;

public sealed class DateRangeTests
{
    private static readonly TimeSpan _india = new(5, 30, 0);
    private static readonly DateTimeOffset _now = new(2024, 5, 7, 12, 0, 0, 500, _india);

    [Fact]
    public void An_end_without_a_time_of_day_is_that_whole_day()
    {
        var range = Range(new DateTime(2024, 5, 1), new DateTime(2024, 5, 2));

        Assert.Equal(new DateTimeOffset(2024, 5, 1, 0, 0, 0, _india), range.Start);
        Assert.Equal(new DateTimeOffset(2024, 5, 3, 0, 0, 0, _india), range.End);
        Assert.Equal([new DateTime(2024, 5, 1), new DateTime(2024, 5, 2)], range.Days());
        Assert.True(range.Contains(new DateTimeOffset(2024, 5, 1, 0, 0, 0, _india)));
        Assert.True(range.Contains(new DateTimeOffset(2024, 5, 2, 23, 59, 59, _india)));
        Assert.False(range.Contains(new DateTimeOffset(2024, 5, 3, 0, 0, 0, _india)));
        Assert.False(range.Contains(new DateTimeOffset(2024, 4, 30, 23, 59, 59, _india)));
    }

    [Fact]
    public void An_end_with_a_time_of_day_is_the_last_second_that_counts()
    {
        var range = Range(new DateTime(2024, 5, 1, 8, 0, 0), new DateTime(2024, 5, 2, 16, 15, 42));

        Assert.True(range.Contains(new DateTimeOffset(2024, 5, 2, 16, 15, 42, 999, _india)));
        Assert.False(range.Contains(new DateTimeOffset(2024, 5, 2, 16, 15, 43, _india)));
        Assert.False(range.Contains(new DateTimeOffset(2024, 5, 1, 7, 59, 59, _india)));
        Assert.Equal(2, range.Days().Count());
    }

    [Fact]
    public void The_same_instant_twice_is_a_second_and_the_same_day_twice_is_a_day()
    {
        var instant = new DateTime(2024, 5, 2, 16, 15, 42);

        Assert.Equal(TimeSpan.FromSeconds(1), Length(Range(instant, instant)));
        Assert.Equal(TimeSpan.FromDays(1), Length(Range(instant.Date, instant.Date)));

        static TimeSpan Length(DateRange range) => range.End - range.Start;
    }

    [Fact]
    public void No_end_is_now()
    {
        var range = Range(new DateTime(2024, 5, 7), null);

        Assert.True(range.Contains(_now));
        Assert.False(range.Contains(_now.AddSeconds(1)));
        Assert.Equal([new DateTime(2024, 5, 7)], range.Days());
    }

    [Fact]
    public void What_lies_in_the_future_is_not_asked_for()
    {
        var range = Range(new DateTime(2024, 5, 6), new DateTime(2024, 6, 30));

        Assert.Equal([new DateTime(2024, 5, 6), new DateTime(2024, 5, 7)], range.Days());
        Assert.Equal(Range(new DateTime(2024, 5, 6), null), range);
    }

    [Fact]
    public void An_inverted_range_is_an_error()
    {
        Assert.Contains("Swap", Error(new DateTime(2024, 5, 2), new DateTime(2024, 5, 1)).Message, StringComparison.Ordinal);
        Error(new DateTime(2024, 5, 1, 8, 0, 1), new DateTime(2024, 5, 1, 8, 0, 0));
        Error(DateTime.MaxValue, DateTime.MinValue);
    }

    [Fact]
    public void A_range_in_the_future_is_an_error_that_says_so()
    {
        Assert.Contains("future", Error(new DateTime(2024, 5, 8), null).Message, StringComparison.Ordinal);
        Assert.Contains("future", Error(new DateTime(2024, 5, 8), new DateTime(2024, 5, 9)).Message, StringComparison.Ordinal);
        Error(DateTime.MaxValue, DateTime.MaxValue);
        Error(DateTime.MaxValue, null);
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("hi-IN")]
    public void An_error_names_the_date_in_the_Gregorian_calendar_under_every_culture(string culture) => Culture.Run(culture, () =>
        Assert.Contains("2024-05-08 00:00:00 +05:30", Error(new DateTime(2024, 5, 8), null).Message, StringComparison.Ordinal));

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("hi-IN")]
    public void A_range_is_the_same_under_every_culture(string culture)
    {
        var (start, end) = (new DateTime(2024, 2, 28, 8, 0, 0), new DateTime(2024, 3, 1));
        var expected = Range(start, end);

        Culture.Run(culture, () =>
        {
            Assert.Equal(expected, Range(start, end));
            Assert.Equal([new DateTime(2024, 2, 28), new DateTime(2024, 2, 29), new DateTime(2024, 3, 1)], Range(start, end).Days());
            Assert.Contains("2024-05-02 00:00:00 +05:30 is after", Error(new DateTime(2024, 5, 2), new DateTime(2024, 5, 1)).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_start_with_a_fraction_of_a_second_has_all_of_that_second()
    {
        var range = Range(new DateTime(2024, 5, 2, 16, 15, 42).AddTicks(9_999_999), null);

        Assert.True(range.Contains(new DateTimeOffset(2024, 5, 2, 16, 15, 42, _india)));
        Assert.False(range.Contains(new DateTimeOffset(2024, 5, 2, 16, 15, 41, 999, _india)));
    }

    [Fact]
    public void A_range_that_ends_as_it_starts_ends_with_that_second()
    {
        var instant = new DateTime(2024, 2, 29, 23, 59, 59);
        var range = Range(instant, instant);

        Assert.Equal([new DateTime(2024, 2, 29)], range.Days());
        Assert.True(range.Contains(new DateTimeOffset(instant, _india)));
        Assert.False(range.Contains(new DateTimeOffset(instant, _india).AddSeconds(1)));
        Assert.False(range.Contains(new DateTimeOffset(instant, _india).AddTicks(-1)));
    }

    [Theory]
    [InlineData("2023-12-31", "2024-01-01", 2)]
    [InlineData("2024-02-28", "2024-03-01", 3)]
    [InlineData("2023-02-28", "2023-03-01", 2)]
    [InlineData("2000-02-28", "2000-03-01", 3)]
    [InlineData("2013-05-01", "2023-04-30", 3652)]
    [InlineData("2014-03-01", "2024-02-29", 3653)]
    [InlineData("0001-01-01", "0001-01-03", 3)]
    public void Every_day_of_the_calendar_is_listed_once(string start, string end, int days)
    {
        var listed = Range(Day(start), Day(end)).Days().ToList();

        Assert.Equal(Enumerable.Range(0, days).Select(day => Day(start).AddDays(day)), listed);
        Assert.Equal(Day(end), listed[^1]);
    }

    [Fact]
    public void A_kind_of_its_own_is_converted_and_Unspecified_is_the_zone()
    {
        var utc = new DateTime(2024, 5, 1, 18, 30, 0, DateTimeKind.Utc);

        Assert.Equal(new DateTimeOffset(2024, 5, 2, 0, 0, 0, _india), Range(utc, null).Start);
        Assert.Equal(new DateTimeOffset(2024, 5, 2, 0, 0, 0, _india), Range(utc.ToLocalTime(), null).Start);
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 18, 30, 0, _india), Range(DateTime.SpecifyKind(utc, DateTimeKind.Unspecified), null).Start);
    }

    [Theory]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void The_ends_of_the_calendar_are_dates_like_any_other(DateTimeKind kind)
    {
        var range = Range(DateTime.SpecifyKind(new DateTime(2024, 5, 1), kind), DateTime.SpecifyKind(DateTime.MaxValue, kind));
        Assert.True(range.Contains(_now));

        Range(DateTime.SpecifyKind(new DateTime(2024, 5, 1), kind), DateTime.SpecifyKind(DateTime.MaxValue.Date, kind));
        Assert.Equal(_now.Date, Range(DateTime.SpecifyKind(DateTime.MinValue, kind), null).Days().Last());
    }

    [Fact]
    public void Days_are_those_of_the_zone_also_where_it_changes_its_clock()
    {
        var berlin = KaptureTimeZone.Find("Europe/Berlin")!;

        var range = DateRange.Create(new DateTime(2024, 3, 30), new DateTime(2024, 4, 1), berlin, _now);

        Assert.Equal(3, range.Days().Count());
        Assert.Equal(TimeSpan.FromHours(71), range.End - range.Start);
    }

    private static DateTime Day(string text) => DateTime.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static DateRange Range(DateTime start, DateTime? end) => DateRange.Create(start, end, KaptureTimeZone.India, _now);

    private static KaptureException Error(DateTime start, DateTime? end) => Calls.Throws(KaptureErrorId.InvalidDateRange, () => Range(start, end));
}
