namespace Kapture.Tests.Json;

public sealed class ServiceDateTests
{
    private static readonly TimeSpan _india = new(5, 30, 0);

    [Theory]
    [InlineData("May 2, 2024 4:15:42 PM", "2024-05-02T16:15:42")]
    [InlineData("May 2, 2024 4:15:42\u202FPM", "2024-05-02T16:15:42")]
    [InlineData("May 2, 2024 4:15:42\u00A0PM", "2024-05-02T16:15:42")]
    [InlineData("May 2, 2024, 4:15:42\u202FPM", "2024-05-02T16:15:42")]
    [InlineData("Dec 31, 2023 12:00:00 AM", "2023-12-31T00:00:00")]
    [InlineData("Feb 29, 2024 12:59:59 PM", "2024-02-29T12:59:59")]
    [InlineData("MAR 3, 2016 1:38:59 pm", "2016-03-03T13:38:59")]
    [InlineData("May 02, 2024 16:15:42", "2024-05-02T16:15:42")]
    [InlineData("May 2, 2024", "2024-05-02T00:00:00")]
    [InlineData("2024-05-02 16:15:42.249", "2024-05-02T16:15:42.249")]
    [InlineData("2024-05-02 16:15:42", "2024-05-02T16:15:42")]
    [InlineData("2024-05-02T16:15:42", "2024-05-02T16:15:42")]
    [InlineData("2024-05-02 16:15", "2024-05-02T16:15:00")]
    [InlineData(" 2024-05-02 ", "2024-05-02T00:00:00")]
    [InlineData("2024-05-02T10:45:42Z", "2024-05-02T16:15:42")]
    [InlineData("2024-05-02T12:45:42.5+02:00", "2024-05-02T16:15:42.5")]
    public void Text_is_the_services_wall_clock_unless_it_has_an_offset(string text, string expected)
    {
        foreach (var culture in new[] { "", "en-GB", "th-TH", "ar-SA", "hi-IN", "fa-IR" })
        {
            Culture.Run(culture, () =>
            {
                Assert.True(ServiceDate.TryParse(text, KaptureTimeZone.India, out var value), culture);
                Assert.Equal(new DateTimeOffset(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), _india), value);
                Assert.Equal(_india, value.Offset);
            });
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Mai 2, 2024 4:15:42 PM")]
    [InlineData("May 32, 2024 4:15:42 PM")]
    [InlineData("Feb 29, 2023 4:15:42 PM")]
    [InlineData("May 2, 2024 13:15:42 PM")]
    [InlineData("02/05/2024")]
    [InlineData("2024-13-02")]
    [InlineData("0001-01-01 00:00:00")]
    public void What_is_no_date_is_none(string text) => Assert.False(ServiceDate.TryParse(text, KaptureTimeZone.India, out _));

    [Fact]
    public void A_calendar_counts_months_from_0()
    {
        Assert.True(ServiceDate.TryFromCalendar(2024, 4, 2, 16, 15, 42, KaptureTimeZone.India, out var may));
        Assert.True(ServiceDate.TryFromCalendar(2024, 0, 31, 0, 0, 0, KaptureTimeZone.India, out var january));
        Assert.True(ServiceDate.TryFromCalendar(2023, 11, 31, 23, 59, 59, KaptureTimeZone.India, out var december));

        Assert.Equal(new DateTimeOffset(2024, 5, 2, 16, 15, 42, _india), may);
        Assert.Equal(new DateTimeOffset(2024, 1, 31, 0, 0, 0, _india), january);
        Assert.Equal(new DateTimeOffset(2023, 12, 31, 23, 59, 59, _india), december);
    }

    [Theory]
    [InlineData(2024, 12, 1, 0, 0, 0)]
    [InlineData(2024, -1, 1, 0, 0, 0)]
    [InlineData(2024, 1, 30, 0, 0, 0)]
    [InlineData(2023, 1, 29, 0, 0, 0)]
    [InlineData(2024, 4, 0, 0, 0, 0)]
    [InlineData(0, 4, 1, 0, 0, 0)]
    [InlineData(10000, 4, 1, 0, 0, 0)]
    [InlineData(2024, 4, 1, 24, 0, 0)]
    [InlineData(2024, 4, 1, 0, 60, 0)]
    [InlineData(2024, 4, 1, 0, 0, 60)]
    [InlineData(1, 0, 1, 0, 0, 0)]
    public void A_calendar_that_is_no_date_is_none(int year, int month, int day, int hour, int minute, int second) =>
        Assert.False(ServiceDate.TryFromCalendar(year, month, day, hour, minute, second, KaptureTimeZone.India, out _));

    [Fact]
    public void A_calendar_may_hold_more_than_it_needs_and_its_numbers_as_text()
    {
        var customer = Assert.Single(Calls.Read("""
            {"message":{"id":5,"generationDate":{"zone":{"id":"Asia/Kolkata"},"year":"2024","month":"4","dayOfMonth":2.0,"fields":[1,2],"hourOfDay":16},"city":"Pune"}}
            """).Customers);

        Assert.Equal(new DateTimeOffset(2024, 5, 2, 16, 0, 0, _india), customer.Created);
        Assert.Equal("Pune", customer.City);
    }

    [Fact]
    public void A_calendar_that_cannot_be_read_is_kept_whole()
    {
        var answer = Calls.Read("""{"message":{"id":5,"lastModificationTime":{"year":2024,"month":12,"dayOfMonth":1},"city":"Pune"}}""");

        var customer = Assert.Single(answer.Customers);
        var kept = Assert.IsType<IReadOnlyDictionary<string, object?>>(customer.AdditionalProperties["lastModificationTime"], exactMatch: false);
        Assert.Equal(12L, kept["month"]);
        Assert.Null(customer.LastModified);
        Assert.Equal("Pune", customer.City);
        Assert.Equal(["lastModificationTime"], answer.Customers[0].UnreadableFields);
    }

    [Fact]
    public void A_number_is_milliseconds_since_1970()
    {
        var customer = Assert.Single(Calls.Read("""{"message":{"id":5,"generationDate":1714646742000}}""").Customers);

        Assert.Equal(new DateTimeOffset(2024, 5, 2, 16, 15, 42, _india), customer.Created);
        Assert.False(ServiceDate.TryFromEpoch(0, KaptureTimeZone.India, out _));
        Assert.False(ServiceDate.TryFromEpoch(long.MaxValue, KaptureTimeZone.India, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CUS_")]
    [InlineData("IMG_2024-05-02 16:15:42.249")]
    [InlineData("CUS_2024-05-02_16:15")]
    public void An_image_reference_without_a_date_has_none(string? reference) =>
        Assert.False(ServiceDate.TryFromImageReference(reference, KaptureTimeZone.India, out _));

    [Fact]
    public void The_wall_clock_is_that_of_the_zone_which_the_session_has()
    {
        var berlin = KaptureTimeZone.Find("Europe/Berlin")!;

        Assert.True(ServiceDate.TryParse("May 2, 2024 4:15:42 PM", berlin, out var summer));
        Assert.True(ServiceDate.TryParse("Jan 2, 2024 4:15:42 PM", berlin, out var winter));

        Assert.Equal(TimeSpan.FromHours(2), summer.Offset);
        Assert.Equal(TimeSpan.FromHours(1), winter.Offset);
        Assert.Null(KaptureTimeZone.Find("Nowhere/Atall"));
    }
}
