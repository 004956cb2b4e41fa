using System.Collections;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Kapture;

/// <summary>Words the body of a request of the caller's own. Text is JSON already and goes out byte for byte.</summary>
internal static class RequestBody
{
    private static readonly byte[] _none = "{}"u8.ToArray();

    /// <summary>Words a body.</summary>
    /// <param name="body">JSON text, a dictionary, a list or a single value; <see langword="null"/> for an empty object.</param>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static byte[] Write(object? body) => body switch
    {
        null => _none,
        string json => CheckJson(json),
        _ => JsonBody.Write(body, static (writer, body) => WriteValue(writer, body, "Body")),
    };

    private static byte[] CheckJson(string json)
    {
        // As elsewhere nothing is replaced: half of a surrogate pair would go out as a question mark.
        if (TextRules.HasLoneSurrogate(json))
            throw KaptureException.Invalid("Body", json, "is not valid Unicode text (half of a surrogate pair); save the file as UTF-8 and try again.");
        var bytes = Encoding.UTF8.GetBytes(json);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = KaptureRequest.MaximumDepth });
            while (reader.Read())
            {
                // Half of a pair may hide behind an escape.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    _ = reader.GetString();
            }
        }
        catch (JsonException e)
        {
            throw new KaptureException(KaptureErrorId.InvalidValue,
                $"Body is text that is no JSON, or nests deeper than {KaptureRequest.MaximumDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). Mend it, or give a dictionary or an object.", e) { Value = json };
        }
        catch (InvalidOperationException e)
        {
            throw new KaptureException(KaptureErrorId.InvalidValue, "Body is JSON with an escape that is not valid Unicode text (half of a surrogate pair).", e) { Value = json };
        }

        return bytes;
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, string name)
    {
        if (writer.CurrentDepth > KaptureRequest.MaximumDepth)
            throw KaptureException.Invalid("Body", null, $"nests deeper than {KaptureRequest.MaximumDepth} levels at '{name}', or holds itself.");
        switch (value)
        {
            case string text:
                writer.WriteStringValue(TextRules.Check(name, text));
                break;
            case char letter:
                writer.WriteStringValue(TextRules.Check(name, letter.ToString()));
                break;
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                throw KaptureException.Invalid(name, value, "is no number that JSON has.");
            case BigInteger whole:
                writer.WriteRawValue(whole.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case null or bool or byte or sbyte or short or ushort or int or uint or long or ulong or decimal or double or float:
            case Enum or DateTime or DateTimeOffset or TimeSpan or Guid or Uri or Version:
                JsonBody.WriteValue(writer, value);
                break;
#if NET
            case DateOnly:
                JsonBody.WriteValue(writer, value);
                break;
#endif
            case IDictionary members:
                WriteMembers(writer, members);
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteValue(writer, item, name);
                writer.WriteEndArray();
                break;
            default:
                throw KaptureException.Invalid(name, value, $"is a {value.GetType().FullName}, which is no part of JSON. It takes dictionaries, lists, text, numbers, dates and booleans.");
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, IDictionary members)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in members)
        {
            var name = FieldReader.ToText(entry.Key)!;
            writer.WritePropertyName(TextRules.Check("The name of a field of Body", name));
            WriteValue(writer, entry.Value, name);
        }

        writer.WriteEndObject();
    }
}
