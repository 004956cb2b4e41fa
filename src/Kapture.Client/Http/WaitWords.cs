using System.Globalization;

namespace Kapture;

/// <summary>How errors speak of waits.</summary>
internal static class WaitWords
{
    /// <summary>What held a call up, after the number of its attempts; <see langword="null"/> where nothing did.</summary>
    /// <param name="held">How much longer the service wants to be left alone.</param>
    /// <param name="budget">How long a call waits, where it would have had to wait longer.</param>
    /// <param name="time">The clock.</param>
    public static string? Delay(TimeSpan held, TimeSpan? budget, TimeProvider time)
    {
        var asked = held > TimeSpan.Zero ? $"; the service asked to wait {Span(held)}, until {Until(held, time)}" : string.Empty;
        var most = budget is { } patience ? $"; a call waits {Span(patience)} at most" : string.Empty;
        return asked.Length + most.Length == 0 ? null : asked + most;
    }

    /// <summary>The time by the clock on the wall where the script runs, with the date where it is not today's.</summary>
    public static string Until(TimeSpan wait, TimeProvider time)
    {
        var now = time.GetLocalNow();
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds));
        var then = TimeZoneInfo.ConvertTime(now + seconds, time.LocalTimeZone);
        return then.ToString(then.Date == now.Date ? "HH':'mm':'ss" : "yyyy'-'MM'-'dd HH':'mm':'ss", CultureInfo.InvariantCulture);
    }

    /// <summary>A length of time, in the unit that reads best.</summary>
    public static string Span(TimeSpan span)
    {
        var seconds = Math.Ceiling(span.TotalSeconds);
        var (count, unit) = seconds switch
        {
            <= 120 => (seconds, "s"),
            < 120 * 60 => (seconds / 60, "min"),
            <= 48 * 3600 => (seconds / 3600, "h"),
            _ => (seconds / 86400, "days"),
        };
        return string.Format(CultureInfo.InvariantCulture, "{0:0.#} {1}", count, unit);
    }
}
