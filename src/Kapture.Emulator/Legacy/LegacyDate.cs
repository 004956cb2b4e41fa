using System.Globalization;

namespace Kapture.Emulator.Legacy;

/// <summary>A date of the legacy Select Customer API, in either of its two forms.</summary>
/// <param name="WallClock">The day's beginning, or the second.</param>
/// <param name="HasTime">Whether it is a second and not a day.</param>
internal readonly record struct LegacyDate(DateTime WallClock, bool HasTime)
{
    /// <summary>Reads a date of a form that the account accepts.</summary>
    public static bool TryRead(string text, LegacyDates accepted, out LegacyDate date)
    {
        if (accepted != LegacyDates.WithTime && KaptureTime.TryReadDay(text, out var day))
        {
            date = new LegacyDate(day, HasTime: false);
            return true;
        }

        var isSecond = DateTime.TryParseExact(
            text.Trim(), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var second);
        date = new LegacyDate(second, HasTime: true);
        return isSecond && accepted != LegacyDates.DayOnly;
    }
}
