using System.Text.Json;

namespace Kapture.Emulator.Records;

/// <summary>Writes a moment as a Java calendar, whose months count from 0.</summary>
internal static class CalendarWriter
{
    public static void Write(Utf8JsonWriter writer, JsonEncodedText key, DateTime wallClock)
    {
        writer.WriteStartObject(key);
        writer.WriteNumber(RecordKeys.Year, wallClock.Year);
        writer.WriteNumber(RecordKeys.Month, wallClock.Month - 1);
        writer.WriteNumber(RecordKeys.DayOfMonth, wallClock.Day);
        writer.WriteNumber(RecordKeys.HourOfDay, wallClock.Hour);
        writer.WriteNumber(RecordKeys.Minute, wallClock.Minute);
        writer.WriteNumber(RecordKeys.Second, wallClock.Second);
        writer.WriteEndObject();
    }
}
