namespace Kapture;

/// <summary>
/// What a time on a zone's wall clock may mean. The framework's own answers (IsInvalidTime, IsAmbiguousTime) are wrong
/// where a zone counts winter as the exception (Europe/Dublin) or moves for good (Pacific/Apia, Antarctica/Casey).
/// </summary>
internal static class WallClock
{
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
}
