using System.Globalization;

namespace Kapture.Emulator;

/// <summary>The service's dates: always wall clock, always English, never with an offset.</summary>
internal static class KaptureTime
{
    /// <summary>Indian Standard Time under whichever name this machine knows it.</summary>
    public static TimeZoneInfo India { get; } =
        Find("Asia/Kolkata")
        ?? Find("India Standard Time")
        ?? TimeZoneInfo.CreateCustomTimeZone("Asia/Kolkata", new TimeSpan(5, 30, 0), "India Standard Time", "India Standard Time");

    /// <summary>The room that <see cref="Long"/> and <see cref="ImageReference"/> need.</summary>
    public const int MaxLength = 27;

    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary><c>May 2, 2024 4:15:42 PM</c>, the record's <c>generationDate</c>.</summary>
    /// <returns>The part of <paramref name="room"/> that holds it.</returns>
    public static ReadOnlySpan<char> Long(DateTime wallClock, Span<char> room)
    {
        // Each customer has two such texts; formatting them by pattern takes as long as inventing the customer.
        var length = 0;
        Put(room, ref length, Months.AsSpan((wallClock.Month - 1) * 3, 3));
        Put(room, ref length, " ".AsSpan());
        Put(room, ref length, wallClock.Day, wallClock.Day < 10 ? 1 : 2);
        Put(room, ref length, ", ".AsSpan());
        Put(room, ref length, wallClock.Year, 4);
        Put(room, ref length, " ".AsSpan());
        var hour = (wallClock.Hour + 11) % 12 + 1;
        Put(room, ref length, hour, hour < 10 ? 1 : 2);
        Put(room, ref length, ":".AsSpan());
        Put(room, ref length, wallClock.Minute, 2);
        Put(room, ref length, ":".AsSpan());
        Put(room, ref length, wallClock.Second, 2);
        Put(room, ref length, (wallClock.Hour < 12 ? " AM" : " PM").AsSpan());
        return room.Slice(0, length);
    }

    /// <summary><c>CUS_2024-05-02 16:15:42.249</c>, the record's <c>imageReferenceId</c>.</summary>
    /// <returns>The part of <paramref name="room"/> that holds it.</returns>
    public static ReadOnlySpan<char> ImageReference(DateTime wallClock, Span<char> room)
    {
        "CUS_0000-00-00 00:00:00.000".AsSpan().CopyTo(room);
        Put(room.Slice(4, 4), wallClock.Year);
        Put(room.Slice(9, 2), wallClock.Month);
        Put(room.Slice(12, 2), wallClock.Day);
        Put(room.Slice(15, 2), wallClock.Hour);
        Put(room.Slice(18, 2), wallClock.Minute);
        Put(room.Slice(21, 2), wallClock.Second);
        Put(room.Slice(24, 3), wallClock.Millisecond);
        return room.Slice(0, MaxLength);
    }

    /// <summary>Reads <c>YYYY-MM-DD</c> and nothing else.</summary>
    public static bool TryReadDay(string text, out DateTime day) =>
        DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static void Put(Span<char> room, ref int length, ReadOnlySpan<char> text)
    {
        text.CopyTo(room.Slice(length));
        length += text.Length;
    }

    private static void Put(Span<char> room, ref int length, int number, int digits)
    {
        Put(room.Slice(length, digits), number);
        length += digits;
    }

    // Fills the room from its end, with zeros before the number.
    private static void Put(Span<char> room, int number)
    {
        for (var i = room.Length - 1; i >= 0; i--, number /= 10)
            room[i] = (char)('0' + (number % 10));
    }

    private static TimeZoneInfo? Find(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return null;
        }
    }
}
