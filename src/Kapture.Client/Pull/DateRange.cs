using System.Globalization;

namespace Kapture;

/// <summary>A range of time on the service's wall clock: the start belongs to it, the end does not.</summary>
public readonly record struct DateRange
{
    private DateRange(DateTimeOffset start, DateTimeOffset end, TimeZoneInfo zone)
    {
        Start = start;
        End = end;
        Zone = zone;
    }

    /// <summary>The first instant of the range.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The first instant after the range.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Where the service's wall clock stands.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>
    /// A range as people say it: an end without a time of day means that whole day, any other end is the last second that
    /// belongs to it. Where the clock is set back, a time that comes twice starts the range when it first comes and ends it
    /// when it last does; where the clock is set forward, a time that never comes is the instant of the leap.
    /// </summary>
    /// <param name="start">The start, in whole seconds as the service counts; of kind Unspecified it is in <paramref name="zone"/>.</param>
    /// <param name="end">The end, likewise; <see langword="null"/> for now.</param>
    /// <param name="zone">Where the service's wall clock stands.</param>
    /// <param name="now">The present; what lies after it is not asked for.</param>
    /// <exception cref="KaptureException">InvalidDateRange: inverted, or all of it in the future.</exception>
    public static DateRange Create(DateTime start, DateTime? end, TimeZoneInfo zone, DateTimeOffset now)
    {
        start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond));
        var first = TimeZoneInfo.ConvertTime(First(start, zone), zone);
        var afterNow = NextSecond(now);
        var last = end is { } given ? AfterLast(given, zone) : afterNow;
        if (end is { } said && (last < first || (last == first && !IsLeaptOver(start, said))))
            throw new KaptureException(KaptureErrorId.InvalidDateRange, $"The range ends before it starts: {Text(first)} is after the end. Swap -StartDate and -EndDate.");
        if (first > now)
            throw new KaptureException(KaptureErrorId.InvalidDateRange, $"The range lies in the future: it starts at {Text(first)}, and nobody has been added then yet.");
        return new DateRange(first, TimeZoneInfo.ConvertTime(last < afterNow ? last : afterNow, zone), zone);
    }

    /// <summary>The same time on the wall clock of another zone.</summary>
    internal DateRange In(TimeZoneInfo zone) => new(TimeZoneInfo.ConvertTime(Start, zone), TimeZoneInfo.ConvertTime(End, zone), zone);

    /// <summary>The days of the service's calendar that the range touches, oldest first; not a day that its clock leapt over.</summary>
    public IEnumerable<DateTime> Days()
    {
        if (Start >= End)
            yield break;

        // A clock that is set back over midnight shows the day before once more.
        var day = Back(WallClock.Show(Start, Zone).Date);
        var begins = WallClock.Read(day, Zone).First;
        while (begins < End)
        {
            var next = NextDay(day);
            var (nextBegins, ends) = WallClock.Read(next, Zone);
            if (ends > Start && nextBegins > begins)
                yield return day;
            if (next.Date == day)
                yield break;
            (day, begins) = (next, nextBegins);
        }
    }

    /// <summary>Whether an instant lies in the range, by what the wall clock showed then: of a time that came twice, either counts.</summary>
    /// <param name="instant">The instant.</param>
    public bool Contains(DateTimeOffset instant)
    {
        if (Spans(instant))
            return true;
        if (instant.UtcTicks < Start.UtcTicks - TimeSpan.TicksPerDay || instant.UtcTicks > End.UtcTicks + TimeSpan.TicksPerDay)
            return false;

        // The service writes no offset: which of the two it was, nobody can tell, and nobody is to be lost.
        var (first, last) = WallClock.Read(WallClock.Show(instant, Zone), Zone);
        return Spans(first) || Spans(last);
    }

    private bool Spans(DateTimeOffset instant) => instant >= Start && instant < End;

    private static DateTimeOffset First(DateTime start, TimeZoneInfo zone)
    {
        if (start.Kind != DateTimeKind.Unspecified)
            return new DateTimeOffset(start.ToUniversalTime());

        // A day has none of the day before, also where midnight comes twice.
        var (first, last) = WallClock.Read(start, zone);
        return IsDay(start) ? last : first;
    }

    private static DateTimeOffset AfterLast(DateTime end, TimeZoneInfo zone)
    {
        if (end.Kind != DateTimeKind.Unspecified)
            return IsDay(end) ? new DateTimeOffset(NextDay(end).ToUniversalTime()) : NextSecond(new DateTimeOffset(end.ToUniversalTime()));
        if (IsDay(end))
            return WallClock.Read(NextDay(end), zone).First;

        var last = WallClock.Read(end, zone).Last;
        return WallClock.Show(last, zone) == end ? NextSecond(last) : last;
    }

    // From one time that never came to another: nobody was added then, and nothing is wrong with asking.
    private static bool IsLeaptOver(DateTime start, DateTime end) =>
        start.Kind == DateTimeKind.Unspecified && end.Kind == DateTimeKind.Unspecified && (IsDay(end) ? NextDay(end) > start : end >= start);

    private static bool IsDay(DateTime time) => time.TimeOfDay == TimeSpan.Zero;

    // The service counts in whole seconds: the first instant after 16:15:42 is 16:15:43.
    private static DateTimeOffset NextSecond(DateTimeOffset instant)
    {
        var ticks = TimeSpan.TicksPerSecond - (instant.Ticks % TimeSpan.TicksPerSecond);
        return instant < DateTimeOffset.MaxValue.AddDays(-1) ? instant.AddTicks(ticks) : DateTimeOffset.MaxValue;
    }

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    // The ends of the calendar have no day to spare.
    private static DateTime NextDay(DateTime day) => day < DateTime.MaxValue.Date ? day.AddDays(1) : DateTime.SpecifyKind(DateTime.MaxValue, day.Kind);

    private static DateTime Back(DateTime day) => day > DateTime.MinValue ? day.AddDays(-1) : day;
}
