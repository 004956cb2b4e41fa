using System.Text.Json;

namespace Kapture;

/// <summary>Reads the value that the reader stands on into the target.</summary>
/// <returns>Whether the value could be read as the field's type.</returns>
internal delegate bool FieldSetter<in T>(T target, ref Utf8JsonReader reader, RecordContext context);

/// <summary>
/// The documented fields of a record, in the documented order. The service keeps that order, so the field after the
/// last one is tried first; keys in another order, another case or with a trailing space are found by name.
/// </summary>
internal sealed class RecordMap<T>
{
    private readonly string _prefix;
    private readonly JsonEncodedText[] _keys;
    private readonly FieldSetter<T>[] _setters;
    private readonly Dictionary<string, int> _byName;

    /// <summary>Names the fields.</summary>
    /// <param name="prefix">Where the record stands within another, for warnings; empty where it stands alone.</param>
    /// <param name="fields">The fields, in the documented order.</param>
    public RecordMap(string prefix, params (string Key, FieldSetter<T> Set)[] fields)
    {
        _prefix = prefix;
        _keys = Array.ConvertAll(fields, field => JsonEncodedText.Encode(field.Key));
        _setters = Array.ConvertAll(fields, field => field.Set);
        _byName = new Dictionary<string, int>(fields.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < fields.Length; i++)
            _byName.Add(fields[i].Key, i);
    }

    /// <summary>Reads an object that the reader stands on; the reader ends on its end.</summary>
    /// <remarks>Where the text is cut, the reader ends within the object, and what was read is of no use.</remarks>
    /// <returns>What nobody documented and what could not be read, by its name on the wire; <see langword="null"/> for nothing.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public Dictionary<string, object?>? Read(T target, ref Utf8JsonReader reader, RecordContext context)
    {
        Dictionary<string, object?>? others = null;
        ulong seen = 0, unreadable = 0;
        var next = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string? name = null;
            int index;
            if (next < _keys.Length && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(_keys[next].EncodedUtf8Bytes))
            {
                index = next;
            }
            else
            {
                name = TolerantText.Read(ref reader);
                if (!_byName.TryGetValue(name.Trim(), out index))
                    index = -1;
            }

            if (!reader.Read())
                break;
            if (index >= 0 && (seen & (1UL << index)) == 0)
            {
                seen |= 1UL << index;
                next = index + 1;
                if (!context.Hides(ref reader) && TryRead(_setters[index], target, ref reader, context))
                    continue;

                // Not readable as what it should be: nothing is lost, it is kept as it came.
                name ??= _keys[index].ToString();
                context.Warn(_prefix + _keys[index]);
                unreadable |= 1UL << index;
            }

            name ??= _keys[index].ToString();
            if (context.TakesEnvelope(name, ref reader))
                continue;
            others ??= new Dictionary<string, object?>(StringComparer.Ordinal);
            others[name] = TolerantValue.ReadAny(ref reader);
        }

        context.Seen = seen & ~unreadable;
        return others;
    }

    /// <summary>The bit that stands for a field.</summary>
    public ulong BitOf(string key) => 1UL << _byName[key];

    /// <summary>Reads a value; where it cannot be read, the reader stands on it still.</summary>
    private static bool TryRead(FieldSetter<T> set, T target, ref Utf8JsonReader reader, RecordContext context)
    {
        // Only what has an inside is left half-way, and a copy of the reader is not for nothing.
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return set(target, ref reader, context);
        var start = reader;
        if (set(target, ref reader, context))
            return true;
        reader = start;
        return false;
    }
}
