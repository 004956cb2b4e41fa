using System.Globalization;

namespace KapturePS.Bench;

/// <summary>Numbers and days as text, the same under every culture.</summary>
internal static class Invariant
{
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
