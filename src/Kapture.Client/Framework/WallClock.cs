namespace Kapture;

/// <summary>
/// What a time on a zone's wall clock may mean. The framework's own answers (IsInvalidTime, IsAmbiguousTime) are wrong
/// where a zone counts winter as the exception (Europe/Dublin) or moves for good (Pacific/Apia, Antarctica/Casey).
/// </summary>
internal static class WallClock
{
    // Each place is written whole: a thread that comes between two others works its own out.
    private static readonly SteadyDay?[] _days = new SteadyDay?[64];

    /// <summary>What the clock shows.</summary>
    public static DateTime Show(DateTimeOffset instant, TimeZoneInfo zone) =>
        new(Math.Min(Math.Max(instant.UtcTicks + zone.GetUtcOffset(instant).Ticks, DateTime.MinValue.Ticks), DateTime.MaxValue.Ticks));

    /// <summary>
    /// The first and the last instant at which the clock shows a time: one and the same, unless the clock was set back over
    /// it. A time that the clock leaps over is the instant of the leap.
    /// </summary>
    public static (DateTimeOffset First, DateTimeOffset Last) Read(DateTime time, TimeZoneInfo zone)
    {
        // No zone sets its clock twice within two days.
        var before = zone.GetUtcOffset(At(time.Ticks - TimeSpan.TicksPerDay));
        var after = zone.GetUtcOffset(At(time.Ticks + TimeSpan.TicksPerDay));
        var (first, last) = (At(time.Ticks - before.Ticks), At(time.Ticks - after.Ticks));
        if (before == after)
            return (first, first);

        var (isFirst, isLast) = (zone.GetUtcOffset(first) == before, zone.GetUtcOffset(last) == after);
        if (isFirst && isLast)
            return (first, last);
        if (isFirst)
            return (first, first);
        if (isLast)
            return (last, last);
        var leap = Leap(last, first, zone);
        return (leap, leap);
    }

    /// <summary>The offset of a day on which, and around which, the clock is not set. It is asked for with every date, mostly of the same days.</summary>
    public static bool TryGetSteadyOffset(DateTime time, TimeZoneInfo zone, out TimeSpan offset)
    {
        var day = (int)(time.Ticks / TimeSpan.TicksPerDay);
        var known = _days[day % _days.Length];
        if (known is null || known.Day != day || !ReferenceEquals(known.Zone, zone))
            _days[day % _days.Length] = known = new SteadyDay(day, zone);
        offset = known.Offset.GetValueOrDefault();
        return known.Offset is not null;
    }

    // Between two instants, the first of them before the clock is set and the second not: to the second, as zones count.
    private static DateTimeOffset Leap(DateTimeOffset before, DateTimeOffset after, TimeZoneInfo zone)
    {
        var old = zone.GetUtcOffset(before);
        var (low, high) = (before.UtcTicks / TimeSpan.TicksPerSecond, after.UtcTicks / TimeSpan.TicksPerSecond);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (zone.GetUtcOffset(At(middle * TimeSpan.TicksPerSecond)) == old)
                low = middle;
            else
                high = middle;
        }

        return At(high * TimeSpan.TicksPerSecond);
    }

    // The ends of the calendar have no offset to spare.
    private static DateTimeOffset At(long utcTicks) =>
        new(Math.Min(Math.Max(utcTicks, DateTime.MinValue.Ticks), DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private sealed class SteadyDay
    {
        public SteadyDay(int day, TimeZoneInfo zone)
        {
            Day = day;
            Zone = zone;

            // None is further than a day from UTC; around the ends of the calendar there is no telling.
            var start = day * TimeSpan.TicksPerDay;
            var offset = zone.GetUtcOffset(At(start));
            var isSteady = day > 2 && start < DateTime.MaxValue.Ticks - (3 * TimeSpan.TicksPerDay);
            for (var other = -2; other <= 3; other++)
                isSteady &= zone.GetUtcOffset(At(start + (other * TimeSpan.TicksPerDay))) == offset;
            if (isSteady)
                Offset = offset;
        }

        public int Day { get; }

        public TimeZoneInfo Zone { get; }

        public TimeSpan? Offset { get; }
    }
}
