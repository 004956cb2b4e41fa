using System.Globalization;
using System.Text.Json;

namespace Kapture;

/// <summary>
/// Reads one value in whatever form the service chose to write it: numbers and booleans as text, blank for none.
/// Each method stands on the value, and says whether it could be read as its type. Where the text is cut within the value, the
/// reader stays at the cut, what was read is of no use, and all who read around it find nothing more either.
/// </summary>
internal static class TolerantValue
{
    private static readonly (byte[] Name, byte[] SmallName, CalendarPart Part)[] _calendarParts =
    [
        ("year"u8.ToArray(), "year"u8.ToArray(), CalendarPart.Year),
        ("month"u8.ToArray(), "month"u8.ToArray(), CalendarPart.Month),
        ("dayOfMonth"u8.ToArray(), "dayofmonth"u8.ToArray(), CalendarPart.Day),
        ("hourOfDay"u8.ToArray(), "hourofday"u8.ToArray(), CalendarPart.Hour),
        ("minute"u8.ToArray(), "minute"u8.ToArray(), CalendarPart.Minute),
        ("second"u8.ToArray(), "second"u8.ToArray(), CalendarPart.Second),
    ];

    private enum CalendarPart
    {
        Other,
        Year,
        Month,
        Day,
        Hour,
        Minute,
        Second,
    }

    /// <summary>Text that is Unicode; numbers and booleans as they are written; <see langword="null"/> for blank.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="value">The text.</param>
    /// <param name="words">Where it is kept, if it is one of those that come again and again.</param>
    public static bool TryReadText(ref Utf8JsonReader reader, out string? value, WordCache? words = null)
    {
        value = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.String:
                if (IsBlank(reader.ValueSpan))
                    return true;
                value = words is null || reader.ValueIsEscaped ? null : words.Get(reader.ValueSpan);

                // It may have been written so, or stand for bytes that are no text: then the field is not readable.
                if ((value is null || value.AsSpan().IndexOf(TolerantText.Replacement) >= 0) && !TolerantText.TryRead(ref reader, out value))
                    return false;
                if (string.IsNullOrWhiteSpace(value))
                    value = null;
                return true;
            case JsonTokenType.Number:
                value = reader.HasValueSequence ? null : Text.FromUtf8(reader.ValueSpan);
                return value is not null;
            case JsonTokenType.True:
                value = "true";
                return true;
            case JsonTokenType.False:
                value = "false";
                return true;
            default:
                return false;
        }
    }

    /// <summary>A whole number, also as text or as <c>0.0</c>.</summary>
    public static bool TryReadInt64(ref Utf8JsonReader reader, out long? value)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            // Most numbers of a record are 0.
            if (reader.ValueSpan.Length == 1)
            {
                value = reader.ValueSpan[0] - '0';
                return true;
            }

            if (reader.TryGetInt64(out var number))
            {
                value = number;
                return true;
            }
        }

        value = null;
        if (!TryReadDecimal(ref reader, out var any))
            return false;
        if (any is null)
            return true;
        if (decimal.Truncate(any.Value) != any.Value || any.Value is < long.MinValue or > long.MaxValue)
            return false;
        value = (long)any.Value;
        return true;
    }

    /// <summary>A number, also as text.</summary>
    public static bool TryReadDecimal(ref Utf8JsonReader reader, out decimal? value)
    {
        value = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.Number when reader.ValueSpan.SequenceEqual("0.0"u8):
                value = 0.0m;
                return true;
            case JsonTokenType.Number:
                if (!reader.TryGetDecimal(out var number))
                    return false;
                value = number;
                return true;
            case JsonTokenType.String:
                var text = TolerantText.Read(ref reader);
                if (string.IsNullOrWhiteSpace(text))
                    return true;
                if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed))
                    return false;
                value = parsed;
                return true;
            default:
                return false;
        }
    }

    /// <summary>A boolean, also as text or as 0 and 1.</summary>
    public static bool TryReadBoolean(ref Utf8JsonReader reader, out bool? value)
    {
        value = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                value = true;
                return true;
            case JsonTokenType.False:
                value = false;
                return true;
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.Number:
                if (!reader.TryGetInt32(out var number) || number is not (0 or 1))
                    return false;
                value = number == 1;
                return true;
            case JsonTokenType.String:
                var text = TolerantText.Read(ref reader);
                if (string.IsNullOrWhiteSpace(text))
                    return true;
                if (!bool.TryParse(text, out var parsed))
                    return false;
                value = parsed;
                return true;
            default:
                return false;
        }
    }

    /// <summary>A date as text, as a calendar object or as milliseconds; the reader ends on the value's last token.</summary>
    public static bool TryReadDate(ref Utf8JsonReader reader, TimeZoneInfo zone, out DateTimeOffset? value)
    {
        value = null;
        DateTimeOffset read;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.String:
                if (!reader.ValueIsEscaped && ServiceDate.TryParse(reader.ValueSpan, zone, out read))
                    break;
                var text = TolerantText.Read(ref reader);
                if (string.IsNullOrWhiteSpace(text))
                    return true;
                if (!ServiceDate.TryParse(text, zone, out read))
                    return false;
                break;
            case JsonTokenType.Number:
                if (!reader.TryGetInt64(out var milliseconds) || !ServiceDate.TryFromEpoch(milliseconds, zone, out read))
                    return false;
                break;
            case JsonTokenType.StartObject:
                if (!TryReadCalendar(ref reader, zone, out read))
                    return false;
                break;
            default:
                return false;
        }

        value = read;
        return true;
    }

    /// <summary>Any value as plain objects, for what nobody documented: text, long, decimal, double, bool, arrays, dictionaries.</summary>
    public static object? ReadAny(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return TolerantText.Read(ref reader);
            case JsonTokenType.Number:
                if (reader.TryGetInt64(out var whole))
                    return whole;
                if (reader.TryGetDecimal(out var number))
                    return number;

                // What no double holds is no infinity either, of which JSON and spreadsheets know nothing: its text is kept.
                return reader.TryGetDouble(out var large) && !double.IsInfinity(large) ? large : Text.FromUtf8(reader.ValueSpan);
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadAny(ref reader));
                return items.ToArray();
            case JsonTokenType.StartObject:
                var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = TolerantText.Read(ref reader);
                    reader.Read();
                    properties[name] = ReadAny(ref reader);
                }

                return AdditionalPropertyBag.From(properties);
            default:
                return null;
        }
    }

    /// <summary>Passes over any value.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        // The reader's own skipping goes back where the text is cut, and those around it would read on within the value.
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
        }
    }

    private static bool TryReadCalendar(ref Utf8JsonReader reader, TimeZoneInfo zone, out DateTimeOffset value)
    {
        int year = 0, month = -1, day = 0, hour = 0, minute = 0, second = 0;
        value = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var part = PartOf(ref reader);
            reader.Read();
            if (part switch
                {
                    CalendarPart.Year => !TryReadPart(ref reader, out year),
                    CalendarPart.Month => !TryReadPart(ref reader, out month),
                    CalendarPart.Day => !TryReadPart(ref reader, out day),
                    CalendarPart.Hour => !TryReadPart(ref reader, out hour),
                    CalendarPart.Minute => !TryReadPart(ref reader, out minute),
                    CalendarPart.Second => !TryReadPart(ref reader, out second),
                    _ => false,
                })
            {
                return false;
            }

            // Other parts, a time zone among them, say nothing that is used; scalars are passed over by standing on them.
            Skip(ref reader);
        }

        return ServiceDate.TryFromCalendar(year, month, day, hour, minute, second, zone, out value);
    }

    private static CalendarPart PartOf(ref Utf8JsonReader reader)
    {
        // As they are nearly always written; then in any case, and with a space at the end.
        for (var i = 0; i < _calendarParts.Length; i++)
        {
            if (reader.ValueSpan.SequenceEqual(_calendarParts[i].Name))
                return _calendarParts[i].Part;
        }

        var name = TolerantName.Of(ref reader);
        foreach (var (_, known, part) in _calendarParts)
        {
            if (TolerantName.Is(name, known))
                return part;
        }

        return CalendarPart.Other;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Length == 0 || (text.Length == 1 && text[0] == (byte)' ');

    private static bool TryReadPart(ref Utf8JsonReader reader, out int part)
    {
        part = 0;
        if (!TryReadInt64(ref reader, out var number) || number is null or < int.MinValue or > int.MaxValue)
            return false;
        part = (int)number.Value;
        return true;
    }
}
