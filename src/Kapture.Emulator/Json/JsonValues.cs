using System.Globalization;
using System.Text.Json;

namespace Kapture.Emulator.Json;

/// <summary>
/// Reads a request's values as leniently as the service's own samples need it: numbers and booleans may be
/// strings, and blank is <c>""</c> or white space. A value of <c>null</c> counts as absent.
/// </summary>
internal static class JsonValues
{
    /// <summary>The text of a field; null when absent, <c>""</c> when blank, otherwise untouched.</summary>
    public static string? Text(this JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>The text of a field, <c>""</c> when it is absent or blank.</summary>
    public static string TextOrBlank(this JsonElement owner, string name) => owner.Text(name) ?? "";

    /// <summary>A boolean field; null when absent, blank or neither true nor false.</summary>
    public static bool? Flag(this JsonElement owner, string name) =>
        bool.TryParse(owner.TextOrBlank(name).Trim(), out var flag) ? flag : null;

    /// <summary>A whole number; null when absent, blank or not a number.</summary>
    public static long? Number(this JsonElement owner, string name) => Number(owner.TextOrBlank(name));

    /// <summary>A whole number in text; null when blank or not a number.</summary>
    public static long? Number(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An id of one of the account's lists: blank is 0, which erases; null for a name, which is unknown here and changes nothing.</summary>
    public static long? ListId(string? text) => text is { Length: 0 } ? 0 : Number(text ?? "");

    /// <summary>The field, if it is an object.</summary>
    public static JsonElement? Object(this JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>Whether nothing in the value says anything: blanks, false, null, empty objects and arrays.</summary>
    public static bool IsBlank(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(static p => p.Value.IsBlank()),
        JsonValueKind.Array => value.EnumerateArray().All(static v => v.IsBlank()),
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Number or JsonValueKind.True => false,
        _ => true,
    };

    /// <summary>The text of a value; null when it is <c>null</c>, <c>""</c> when blank, otherwise untouched.</summary>
    public static string? Text(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            case JsonValueKind.String:
                var text = value.GetString();
                return string.IsNullOrWhiteSpace(text) ? "" : text;
            default:
                return value.GetRawText();
        }
    }
}
