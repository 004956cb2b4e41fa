using System.Globalization;
using System.Text.RegularExpressions;

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

    // Four digits, three numbers, or a month's name between two or before two: 5/6 and May 5 are of a year that only today knows.
    private static readonly Regex _year = new(@"(?<!\d)\d{4}(?!\d)|\d+[-/.]\d+[-/.]\d+|(?<![:\d])\d+[-., ]*\p{L}{3,}[-., ]*\d+(?! *[:\d])|\p{L}{3,}[-., ]*\d+ *, *\d+(?! *[:\d])", RegexOptions.CultureInvariant);

    /// <summary>Reads a day: of a text with an offset the day that is written there.</summary>
    public static bool TryReadDay(string text, out DateTime day)
    {
        if (!TryRead(text, out day))
            return false;
        if (day.Kind == DateTimeKind.Utc && DateTimeOffset.TryParse(text.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
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

        // Neither the machine's zone nor its present year has a say in what a file says.
        return DateTime.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.AdjustToUniversal, out date)
            && date.Year > 1 && _year.IsMatch(trimmed);
    }
}
