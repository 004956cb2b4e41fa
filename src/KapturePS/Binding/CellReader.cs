using System.Globalization;
using Kapture;

namespace KapturePS;

/// <summary>Reads cells that must be more than text.</summary>
internal static class CellReader
{
    /// <summary>A day, as <c>yyyy-MM-dd</c>; blank stays blank.</summary>
    /// <exception cref="KaptureException">InvalidValue: the text is no date.</exception>
    public static string? ReadDay(string? text, string parameter)
    {
        if (string.IsNullOrEmpty(text))
            return text;
        return DateText.TryReadDay(text!, out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw new KaptureException(KaptureErrorId.InvalidValue, $"{parameter} is '{text}', which is no date. Write it as 2024-05-02.") { Value = text };
    }

    /// <summary>An id; <see langword="null"/> for blank.</summary>
    /// <exception cref="KaptureException">InvalidValue: the text is no id.</exception>
    public static long? ReadId(string? text, string parameter)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return KaptureId.TryParse(text!, out var id)
            ? id
            : throw new KaptureException(KaptureErrorId.InvalidValue, $"{parameter} is '{text}', which is no id: an id is a whole number greater than 0.") { Value = text };
    }
}
