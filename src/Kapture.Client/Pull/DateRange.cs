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

    /// <summary>A range as people say it: an end without a time of day means that whole day, any other end is the last instant.</summary>
    /// <param name="start">The start; of kind Unspecified it is in <paramref name="zone"/>.</param>
    /// <param name="end">The end, likewise; <see langword="null"/> for now.</param>
    /// <param name="zone">Where the service's wall clock stands.</param>
    /// <param name="now">The present; what lies after it is not asked for.</param>
    /// <exception cref="KaptureException">InvalidDateRange: inverted, or all of it in the future.</exception>
    public static DateRange Create(DateTime start, DateTime? end, TimeZoneInfo zone, DateTimeOffset now)
    {
        var first = Place(start, zone);

        var afterNow = NextSecond(now);
        var last = end is not { } given ? afterNow
            : given.TimeOfDay == TimeSpan.Zero ? Place(NextDay(given), zone)
            : NextSecond(Place(given, zone));
        if (end is not null && first >= last)
            throw new KaptureException(KaptureErrorId.InvalidDateRange, $"The range ends before it starts: {Text(first)} is after the end. Swap -StartDate and -EndDate.");
        if (first > now)
            throw new KaptureException(KaptureErrorId.InvalidDateRange, $"The range lies in the future: it starts at {Text(first)}, and nobody has been added then yet.");
        return new DateRange(TimeZoneInfo.ConvertTime(first, zone), TimeZoneInfo.ConvertTime(last < afterNow ? last : afterNow, zone), zone);
    }

    /// <summary>The days of the service's calendar that the range touches, oldest first.</summary>
    public IEnumerable<DateTime> Days()
    {
        var last = TimeZoneInfo.ConvertTime(End.AddTicks(-1), Zone).Date;
        for (var day = TimeZoneInfo.ConvertTime(Start, Zone).Date; day <= last; day = day.AddDays(1))
            yield return day;
    }

    /// <summary>Whether an instant lies in the range.</summary>
    /// <param name="instant">The instant.</param>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    // The service counts in whole seconds: the first instant after 16:15:42 is 16:15:43.
    private static DateTimeOffset NextSecond(DateTimeOffset instant)
    {
        var ticks = TimeSpan.TicksPerSecond - (instant.Ticks % TimeSpan.TicksPerSecond);
        return instant < DateTimeOffset.MaxValue.AddDays(-1) ? instant.AddTicks(ticks) : DateTimeOffset.MaxValue;
    }

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static DateTime NextDay(DateTime day) => day < DateTime.MaxValue.Date ? day.AddDays(1) : DateTime.SpecifyKind(DateTime.MaxValue, day.Kind);

    private static DateTimeOffset Place(DateTime time, TimeZoneInfo zone)
    {
        if (time.Kind != DateTimeKind.Unspecified)
            return Clamp(time.ToUniversalTime(), TimeSpan.Zero);
        return Clamp(time, zone.GetUtcOffset(time));
    }

    // The ends of the calendar have no offset to spare.
    private static DateTimeOffset Clamp(DateTime wallClock, TimeSpan offset)
    {
        var utc = wallClock.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks)
            return DateTimeOffset.MinValue;
        return utc > DateTime.MaxValue.Ticks ? DateTimeOffset.MaxValue : new DateTimeOffset(DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified), offset);
    }
}
