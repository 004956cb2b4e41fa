using System.Globalization;

namespace KapturePS;

/// <summary>Dates as people and files write them: ISO first, then the invariant culture, Gregorian always.</summary>
internal static class DateText
{
    private static readonly string[] _iso =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] _isoWithOffset = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:sszzz"];

    /// <summary>Reads a day: of a text with an offset the day that is written there.</summary>
    public static bool TryReadDay(string text, out DateTime day)
    {
        if (!DateTimeOffset.TryParseExact(text.Trim(), _isoWithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return TryRead(text, out day);
        day = instant.Date;
        return true;
    }

    /// <summary>Reads a date; without an offset its kind is Unspecified, with one it is Utc.</summary>
    public static bool TryRead(string text, out DateTime date)
    {
        var trimmed = text.Trim();
        if (DateTime.TryParseExact(trimmed, _iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
            return true;
        if (DateTimeOffset.TryParseExact(trimmed, _isoWithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            date = instant.UtcDateTime;
            return true;
        }

        return DateTime.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out date) && date.Year > 1;
    }
}
