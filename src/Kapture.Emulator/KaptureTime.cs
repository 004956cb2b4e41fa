using System.Globalization;

namespace Kapture.Emulator;

/// <summary>The service's dates: always wall clock, always English, never with an offset.</summary>
internal static class KaptureTime
{
    /// <summary>Indian Standard Time under whichever name this machine knows it.</summary>
    public static TimeZoneInfo India { get; } =
        Find("Asia/Kolkata")
        ?? Find("India Standard Time")
        ?? TimeZoneInfo.CreateCustomTimeZone("Asia/Kolkata", new TimeSpan(5, 30, 0), "India Standard Time", "India Standard Time");

    /// <summary><c>May 2, 2024 4:15:42 PM</c>, the record's <c>generationDate</c>.</summary>
    public static string Long(DateTime wallClock) => wallClock.ToString("MMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture);

    /// <summary><c>CUS_2024-05-02 16:15:42.249</c>, the record's <c>imageReferenceId</c>.</summary>
    public static string ImageReference(DateTime wallClock) =>
        "CUS_" + wallClock.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>YYYY-MM-DD</c> and nothing else.</summary>
    public static bool TryReadDay(string text, out DateTime day) =>
        DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static TimeZoneInfo? Find(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return null;
        }
    }
}
