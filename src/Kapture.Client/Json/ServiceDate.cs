using System.Globalization;

namespace Kapture;

/// <summary>
/// The service's dates: English text, a Java calendar object, or the tail of an image reference. None carries an
/// offset, so the wall clock is read as the session's zone (protocol: the account's zone, India by default).
/// </summary>
internal static class ServiceDate
{
    private const string ImageReferencePrefix = "CUS_";

    // Java writes the second comma since its version 9.
    private static readonly string[] _textFormats = ["MMM d, yyyy h:mm:ss tt", "MMM d, yyyy, h:mm:ss tt", "MMM d, yyyy H:mm:ss", "MMM d, yyyy"];

    private static readonly string[] _isoFormats =
        ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>Reads <c>May 2, 2024 4:15:42 PM</c> or an ISO date, in English whatever the machine's culture.</summary>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset value)
    {
        // Newer Java runtimes write a narrow no-break space before PM.
        var plain = text.Replace('\u202F', ' ').Replace('\u00A0', ' ').Trim();
        if (DateTime.TryParseExact(plain, _textFormats, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var wallClock)
            || DateTime.TryParseExact(plain, _isoFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out wallClock))
        {
            return TryPlace(wallClock, zone, out value);
        }

        // Only a text that carries an offset of its own gets here with a meaning.
        var style = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;
        if (DateTimeOffset.TryParseExact(plain, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, style, out value))
        {
            value = TimeZoneInfo.ConvertTime(value, zone);
            return true;
        }

        return false;
    }

    /// <summary>Reads <c>May 2, 2024 4:15:42 PM</c> letter for letter, as nearly every date is written; whatever differs is for the others.</summary>
    /// <param name="text">UTF-8, without escapes.</param>
    /// <param name="zone">Where the service's wall clock stands.</param>
    /// <param name="value">The instant.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeZoneInfo zone, out DateTimeOffset value)
    {
        value = default;
        var month = text.Length < 3 ? -1 : "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text.Slice(0, 3));
        if (month < 0 || month % 3 != 0)
            return false;

        text = text.Slice(3);
        if (!Take(ref text, " "u8) || !TakeNumber(ref text, 1, 2, out var day) || !Take(ref text, ", "u8) || !TakeNumber(ref text, 4, 4, out var year)
            || !Take(ref text, " "u8) || !TakeNumber(ref text, 1, 2, out var hour) || !Take(ref text, ":"u8) || !TakeNumber(ref text, 2, 2, out var minute)
            || !Take(ref text, ":"u8) || !TakeNumber(ref text, 2, 2, out var second) || !(Take(ref text, " "u8) || Take(ref text, "\u202F"u8))
            || hour is < 1 or > 12)
        {
            return false;
        }

        var isAfternoon = text.SequenceEqual("PM"u8);
        return (isAfternoon || text.SequenceEqual("AM"u8))
            && TryFromCalendar(year, month / 3, day, (hour % 12) + (isAfternoon ? 12 : 0), minute, second, zone, out value);
    }

    /// <summary>Reads a Java calendar, whose month counts from 0: 4 is May.</summary>
    public static bool TryFromCalendar(int year, int month, int day, int hour, int minute, int second, TimeZoneInfo zone, out DateTimeOffset value)
    {
        value = default;
        if (year is < 1 or > 9999 || month is < 0 or > 11 || day < 1 || day > DateTime.DaysInMonth(year, month + 1)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        return TryPlace(new DateTime(year, month + 1, day, hour, minute, second), zone, out value);
    }

    /// <summary>Reads the time of creation in <c>CUS_2024-05-02 16:15:42.249</c>.</summary>
    public static bool TryFromImageReference(string? reference, TimeZoneInfo zone, out DateTimeOffset value)
    {
        value = default;
        return reference is not null
            && reference.StartsWith(ImageReferencePrefix, StringComparison.OrdinalIgnoreCase)
            && TryParse(reference.Substring(ImageReferencePrefix.Length), zone, out value);
    }

    /// <summary>Reads a number as milliseconds since 1970, which is how Java counts.</summary>
    public static bool TryFromEpoch(long milliseconds, TimeZoneInfo zone, out DateTimeOffset value)
    {
        value = default;
        if (milliseconds <= 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        value = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone);
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        if (!text.StartsWith(part))
            return false;
        text = text.Slice(part.Length);
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> text, int fewest, int most, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < most && digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
            number = (number * 10) + (text[digits++] - '0');
        text = text.Slice(digits);
        return digits >= fewest;
    }

    private static bool TryPlace(DateTime wallClock, TimeZoneInfo zone, out DateTimeOffset value)
    {
        if (WallClock.TryGetSteadyOffset(wallClock, zone, out var steady))
        {
            value = new DateTimeOffset(wallClock, steady);
            return true;
        }

        value = default;
        var offset = zone.GetUtcOffset(wallClock);
        if (!Fits(wallClock, offset))
            return false;
        value = new DateTimeOffset(wallClock, offset);
        if (zone.GetUtcOffset(value) == offset)
            return true;

        // The clock never showed this, or the framework errs, as it does for hours around a leap over a day (Pacific/Apia).
        var last = WallClock.Read(wallClock, zone).Last;
        if (WallClock.Show(last, zone) == wallClock)
            value = TimeZoneInfo.ConvertTime(last, zone);
        return true;
    }

    private static bool Fits(DateTime wallClock, TimeSpan offset)
    {
        var utcTicks = wallClock.Ticks - offset.Ticks;
        return utcTicks >= DateTime.MinValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks;
    }
}
