namespace Kapture;

/// <summary>The zones a service's wall clock may stand in.</summary>
public static class KaptureTimeZone
{
    /// <summary>India Standard Time, UTC+05:30, on any system.</summary>
    public static TimeZoneInfo India { get; } = Find("India Standard Time") ?? Find("Asia/Kolkata")
        ?? TimeZoneInfo.CreateCustomTimeZone("India Standard Time", new TimeSpan(5, 30, 0), "India Standard Time", "India Standard Time");

    /// <summary>A zone by its Windows or IANA name.</summary>
    /// <param name="id">The name.</param>
    /// <returns>The zone; <see langword="null"/> where this machine knows none by the name.</returns>
    public static TimeZoneInfo? Find(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException or ArgumentException or IOException)
        {
            // Zones are files on most systems: the name may be that of a folder of them, such as Asia, or no file's at all.
            return null;
        }
    }
}
