using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;

namespace Kapture;

/// <summary>
/// Reads an answer of any shape, as tolerantly as all answers are read: a <c>;</c> or a byte order mark around it and commas
/// at the end of lists do not matter. It becomes plain values: text, long, double, decimal, bool, arrays, and dictionaries
/// that keep the service's order and find names in any case.
/// </summary>
internal static class AnswerTree
{
    // As many digits as a double always keeps, and as a decimal does.
    private const int DoubleDigits = 15;
    private const int DecimalDigits = 28;

    private static readonly JsonReaderOptions _options = new() { AllowTrailingCommas = true, MaxDepth = KaptureRequest.MaximumDepth };

    /// <summary>Reads a whole body.</summary>
    /// <param name="body">UTF-8.</param>
    /// <exception cref="JsonException">It is no JSON, or nests too deep.</exception>
    /// <exception cref="InvalidOperationException">A text in it is no Unicode.</exception>
    public static object? Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(WithoutEdges(body), _options);
        reader.Read();
        var content = ReadValue(ref reader);
        return reader.Read() ? throw new JsonException("Something follows the answer.") : content;
    }

    private static ReadOnlySpan<byte> WithoutEdges(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
            body = body.Slice(3);
        while (body.Length > 0 && body[body.Length - 1] is (byte)';' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0)
            body = body.Slice(0, body.Length - 1);
        return body;
    }

    private static object? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMembers(ref reader);
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(ref reader));
                return items.ToArray();
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.String:
                return reader.GetString();
            default:
                return reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean();
        }
    }

    private static ReadOnlyDictionary<string, object?> ReadMembers(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, int>? counts = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!.Trim();
            if (name.Length == 0)
                name = "_";
            if (members.ContainsKey(name))
                name = FreeName(members, name, counts ??= new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
            reader.Read();
            members.Add(name, ReadValue(ref reader));
        }

        return AdditionalPropertyBag.From(members);
    }

    // The first keeps its name; the next of the same letters, or the same name again, is name_2.
    private static string FreeName(Dictionary<string, object?> members, string name, Dictionary<string, int> counts)
    {
        if (!counts.TryGetValue(name, out var count))
            count = 1;
        string free;
        do
        {
            count++;
            free = name + "_" + count.ToString(CultureInfo.InvariantCulture);
        }
        while (members.ContainsKey(free));
        counts[name] = count;
        return free;
    }

    // What neither a long nor a double nor a decimal keeps to the last digit stays text.
    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
            return whole;
        var text = Text.FromUtf8(reader.ValueSpan);
        var exponent = text.IndexOfAny(['e', 'E']);
        var digits = exponent < 0 ? text : text.Substring(0, exponent);
        var point = digits.IndexOf('.');
        if (point < 0 && exponent < 0)
            return reader.TryGetDecimal(out var large) ? large : text;

        var significant = digits.Replace("-", string.Empty).Replace(".", string.Empty).Trim('0').Length;
        if (significant <= DoubleDigits && reader.TryGetDouble(out var number) && !double.IsInfinity(number) && (number != 0 || significant == 0))
            return number;
        var isExact = exponent < 0 && significant <= DecimalDigits && digits.TrimEnd('0').Length - point - 1 <= DecimalDigits;
        return isExact && reader.TryGetDecimal(out var exact) ? exact : text;
    }
}
