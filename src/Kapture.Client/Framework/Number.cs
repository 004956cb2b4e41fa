using System.Text.Json;
#if !NET
using System.Globalization;
#endif

namespace Kapture;

/// <summary>Numbers as their shortest text that reads back as the same: 0.1, where .NET Framework would say 0.10000000000000001.</summary>
internal static class Number
{
#if NET
    public static void Write(Utf8JsonWriter writer, double number) => writer.WriteNumberValue(number);

    public static void Write(Utf8JsonWriter writer, float number) => writer.WriteNumberValue(number);
#else
    public static void Write(Utf8JsonWriter writer, double number) =>
        writer.WriteRawValue(Shortest(number, text => double.Parse(text, CultureInfo.InvariantCulture).Equals(number), "G15", "G16", "G17"));

    public static void Write(Utf8JsonWriter writer, float number) =>
        writer.WriteRawValue(Shortest(number, text => float.Parse(text, CultureInfo.InvariantCulture).Equals(number), "G6", "G7", "G8", "G9"));

    private static string Shortest(IFormattable number, Func<string, bool> isSame, params string[] formats)
    {
        var texts = formats.Select(format => number.ToString(format, CultureInfo.InvariantCulture));
        return texts.FirstOrDefault(isSame) ?? texts.Last();
    }
#endif
}
