using System.Buffers.Text;
using System.Text.Json;

namespace Kapture;

/// <summary>What a line says of its row.</summary>
internal enum JournalLineKind
{
    /// <summary>Its request is about to leave.</summary>
    Began,

    /// <summary>It has been applied.</summary>
    Done,

    /// <summary>It has certainly not been applied.</summary>
    Failed,

    /// <summary>Nobody knows.</summary>
    Doubt,
}

/// <summary>A line about a row, as it is read.</summary>
internal struct JournalLine
{
    private const int EarliestYear = 2000;
    private const int LatestYear = 9000;

    public int Row;
    public RowKey Key;
    public int Occurrence;
    public JournalLineKind Kind;
    public DateTimeOffset At;
    public long? CustomerId;
    public long? ContactId;
    public string? Error;

    /// <summary>Reads a line; properties that it does not know do no harm.</summary>
    /// <param name="text">The line, without its end.</param>
    /// <param name="withError">Whether the text of an error is wanted.</param>
    /// <param name="line">What it says.</param>
    /// <returns>What is wrong with it; <see langword="null"/> for nothing.</returns>
    public static string? TryParse(ReadOnlySpan<byte> text, bool withError, out JournalLine line)
    {
        line = default;
        if (!LineSum.Fits(text))
            return "it has been changed since it was written (its sum does not fit)";
        try
        {
            var reader = new Utf8JsonReader(text);
            var problem = line.Read(ref reader, withError);

            // Trailing text is an error of the reader's.
            reader.Read();
            return problem;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return "it is not JSON as a journal has it";
        }
    }

    /// <summary>Whether it may be what is left of a line that was cut short: the beginning of an object.</summary>
    /// <param name="text">What is left.</param>
    /// <param name="orWhole">Whether all of the object may be left, with nothing behind it.</param>
    public static bool IsTorn(ReadOnlySpan<byte> text, bool orWhole = false)
    {
        try
        {
            var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
            if (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read())
            {
            }

            return orWhole || reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private string? Read(ref Utf8JsonReader reader, bool withError)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "it is not a JSON object";
        bool hasRow = false, hasKey = false, hasKind = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("row"u8))
            {
                hasRow = reader.Read() && reader.TryGetInt32(out Row) && Row >= 0;
            }
            else if (reader.ValueTextEquals("key"u8))
            {
                hasKey = reader.Read() && reader.TokenType == JsonTokenType.String && ReadKey(reader.ValueSpan);
            }
            else if (reader.ValueTextEquals("customerId"u8))
            {
                reader.Read();
                CustomerId = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("contactId"u8))
            {
                reader.Read();
                ContactId = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                Error = withError ? reader.GetString() : null;
            }
            else if (KindOf(ref reader) is { } kind)
            {
                if (hasKind)
                    return "it says two things of one row";
                Kind = kind;
                reader.Read();
                At = reader.GetDateTimeOffset();

                // A look-up begins there, and the calendar must not end before it.
                if (At.UtcDateTime.Year is < EarliestYear or > LatestYear)
                    return "its time is one at which no journal can have been written";
                hasKind = true;
            }
            else
            {
                reader.Skip();
            }
        }

        return !hasRow ? "it has no number of a row" : !hasKey ? "it has no key" : !hasKind ? "it does not say what became of the row" : null;
    }

    private static JournalLineKind? KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("began"u8) ? JournalLineKind.Began
        : reader.ValueTextEquals("done"u8) ? JournalLineKind.Done
        : reader.ValueTextEquals("failed"u8) ? JournalLineKind.Failed
        : reader.ValueTextEquals("doubt"u8) ? JournalLineKind.Doubt
        : null;

    private bool ReadKey(ReadOnlySpan<byte> text) =>
        text.Length > RowKey.Digits + 1 && text[RowKey.Digits] == '-'
        && RowKey.TryParse(text.Slice(0, RowKey.Digits), out Key)
        && Utf8Parser.TryParse(text.Slice(RowKey.Digits + 1), out Occurrence, out var read) && read == text.Length - RowKey.Digits - 1
        && Occurrence is > 0 and < int.MaxValue;
}
