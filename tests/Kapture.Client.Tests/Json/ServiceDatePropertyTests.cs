using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Kapture.Tests.Json;

/// <summary>Whatever instant the service writes, in whichever form, is read as it was, in every zone and under every culture.</summary>
public sealed class ServiceDatePropertyTests
{
    private static readonly string[] _cultures = ["", "en-GB", "th-TH", "ar-SA", "hi-IN", "fa-IR", "de-DE"];

    // Among them those that set their clocks at night, at midnight, over it, by half an hour, by a day, and winter first.
    private static readonly TimeZoneInfo[] _zones =
    [
        KaptureTimeZone.India,
        .. new[]
        {
            "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo", "Africa/Casablanca",
            "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "Antarctica/Casey", "Asia/Kathmandu", "UTC",
        }.Select(id => KaptureTimeZone.Find(id)!),
    ];

    // By name, as the wire has it: JSON, and whether it keeps milliseconds.
    private static readonly (string Name, Func<DateTime, string> Json, bool Milliseconds)[] _forms =
    [
        ("space", static time => Generated(Long(time, " ")), false),
        ("narrow space", static time => Generated(Long(time, "\u202F")), false),
        ("no-break space", static time => Generated(Long(time, "\u00A0")), false),
        ("comma", static time => Generated(Text(time, "MMM d, yyyy, h:mm:ss") + "\u202F" + Text(time, "tt")), false),
        ("lower case", static time => Generated(Long(time, " ").ToLowerInvariant()), false),
        ("24 hours", static time => Generated(Text(time, "MMM d, yyyy HH:mm:ss")), false),
        ("calendar", static time => $$"""{"generationDate":{{Calendar(time)}}}""", false),
        ("image", static time => $$"""{"imageReferenceId":"CUS_{{Text(time, "yyyy-MM-dd HH:mm:ss.fff")}}"}""", true),
        ("ISO", static time => Generated(Text(time, "yyyy-MM-dd'T'HH:mm:ss.fff")), true),
    ];

    private static Gen<WrittenDate> Dates =>
        from zone in Gen.Elements(_zones)
        from instant in Gen.Frequency((2, Any), (1, Near(zone)))
        from form in Gen.Choose(0, _forms.Length - 1)
        from culture in Gen.Elements(_cultures)
        select new WrittenDate(instant, zone, form, culture);

    [Fact]
    public void What_was_written_is_read() => Properties.Check(Dates, 6000, static date => Culture.Run(date.Culture, () =>
    {
        var form = _forms[date.Form];
        var shown = TimeZoneInfo.ConvertTime(date.Instant, date.Zone).DateTime;
        var written = form.Milliseconds ? shown : shown.AddTicks(-(shown.Ticks % TimeSpan.TicksPerSecond));

        var customer = Assert.Single(ServiceAnswer.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"message":{{form.Json(shown)}}}"""), date.Zone).Customers);

        var read = Assert.NotNull(customer.Created);
        Assert.Equal(written, read.DateTime);
        Assert.Equal(date.Zone.GetUtcOffset(read), read.Offset);

        // Only where the clock was set back, one text has two meanings.
        if (OffsetsOf(written, date.Zone).Count == 1)
            Assert.Equal(date.Instant.AddTicks(written.Ticks - shown.Ticks), read);
    }));

    [Fact]
    public void What_is_no_date_neither_reads_nor_throws()
    {
        var noise = Gen.ArrayOf(Gen.Elements("MayJune 0123456789/:-,.;PMapmTZ+\u202F\u0660\u0967\u0E51\0\uFEFF\uD800é年".ToCharArray())).Select(letters => new string(letters));
        var spoilt = from date in Dates
                     let text = Long(date.Instant.DateTime, " ")
                     from at in Gen.Choose(0, text.Length)
                     from junk in Gen.Elements("x", "\u0663", "-", "é", "\0", "May")
                     select text.Insert(at, junk);

        foreach (var culture in _cultures)
        {
            Culture.Run(culture, () => Properties.Check(Gen.OneOf(noise, spoilt), 500, static text =>
            {
                Assert.False(ServiceDate.TryParse(text, KaptureTimeZone.India, out _), text);
                Assert.False(ServiceDate.TryFromImageReference("CUS_" + text, KaptureTimeZone.India, out _), text);
            }));
        }
    }

    [Fact]
    public void A_calendar_is_read_where_it_is_a_date_and_nowhere_else()
    {
        var number = Gen.Frequency((6, Gen.Choose(-1, 61)), (1, Gen.Elements(int.MinValue, int.MaxValue, 100, 10000)));
        var cases = from year in Gen.Frequency((5, Gen.Choose(1895, 2105)), (1, Gen.Elements(int.MinValue, -1, 0, 10000, int.MaxValue))) from rest in Gen.ArrayOf(number, 5) from zone in Gen.Elements(_zones) select (year, rest, zone);

        Properties.Check(cases, 5000, static one =>
        {
            var (year, rest, zone) = one;
            var text = string.Join(" ", [year, 1L + rest[0], .. rest.Skip(1).Select(number => (long)number)]);
            var isDate = DateTime.TryParseExact(text, "yyyy M d H m s", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expected);

            var isRead = ServiceDate.TryFromCalendar(year, rest[0], rest[1], rest[2], rest[3], rest[4], zone, out var read);

            Assert.Equal(isDate, isRead);
            if (isDate)
                Assert.Equal(expected, read.DateTime);
        });
    }

    private static Gen<DateTimeOffset> Any =>
        from second in Gen.Choose(-631_152_000, int.MaxValue) // 1950 to 2038
        from thousandth in Gen.Choose(0, 999)
        select DateTimeOffset.FromUnixTimeSeconds(second).AddMilliseconds(thousandth);

    // Around a change of the zone's clock, where it ever had one.
    private static Gen<DateTimeOffset> Near(TimeZoneInfo zone)
    {
        var start = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var changes = Enumerable.Range(0, 15 * 366).Select(day => start.AddDays(day)).Where(day => zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1))).ToArray();
        return changes.Length == 0 ? Any : from day in Gen.Elements(changes) from second in Gen.Choose(-3 * 86_400, 3 * 86_400) select day.AddSeconds(second);
    }

    // Every offset under which the zone ever showed the time, by trying them all.
    private static List<TimeSpan> OffsetsOf(DateTime time, TimeZoneInfo zone) =>
        [.. Enumerable.Range(-24 * 4, (24 * 8) + 1).Select(quarter => TimeSpan.FromMinutes(quarter * 15)).Where(offset => zone.GetUtcOffset(new DateTimeOffset(time, TimeSpan.Zero) - offset) == offset)];

    private static string Generated(string text) => JsonSerializer.Serialize(new { generationDate = text });

    private static string Long(DateTime time, string space) => Text(time, "MMM d, yyyy h:mm:ss") + space + Text(time, "tt");

    private static string Calendar(DateTime time) =>
        JsonSerializer.Serialize(new { year = time.Year, month = time.Month - 1, dayOfMonth = time.Day, hourOfDay = time.Hour, minute = time.Minute, second = time.Second });

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private sealed record WrittenDate(DateTimeOffset Instant, TimeZoneInfo Zone, int Form, string Culture)
    {
        public override string ToString() => $"{Instant:O} in {Zone.Id} as '{_forms[Form].Name}' under '{Culture}'";
    }
}
