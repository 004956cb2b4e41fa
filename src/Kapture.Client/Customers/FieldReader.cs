using System.Globalization;

namespace Kapture;

/// <summary>Reads single values of loosely typed input, always in the invariant culture.</summary>
internal static class FieldReader
{
    public static bool TrySetText<T>(TextField<T>[] fields, T target, string name, object? value)
    {
        foreach (var field in fields)
        {
            if (field.IsCalled(name))
            {
                field.Set(target, ToText(value));
                return true;
            }
        }

        return false;
    }

    /// <summary>Text of a value; dates as ISO, and one without a time of day as <c>yyyy-MM-dd</c>.</summary>
    public static string? ToText(object? value) => value switch
    {
        null => null,
        string text => text,
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
#if NET
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
#endif
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static long? ReadId(string field, object? value)
    {
        var text = ToText(value)?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        return KaptureId.TryParse(text!, out var id)
            ? id
            : throw KaptureException.Invalid(field, value, $"is '{text}', which is no id: an id is a whole number greater than 0.");
    }

    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static bool? ReadBoolean(string field, object? value) => value switch
    {
        null => null,
        bool flag => flag,
        _ => bool.TryParse(ToText(value), out var parsed)
            ? parsed
            : throw KaptureException.Invalid(field, value, $"is '{value}'; it takes true or false."),
    };

    public static KaptureException UnknownName(string what, string name, IEnumerable<string> known) =>
        KaptureException.Invalid(what, name, $"has no field '{name}'; it takes {string.Join(", ", known)}.");
}
