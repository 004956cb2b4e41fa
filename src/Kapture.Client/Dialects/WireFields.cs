using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kapture;

/// <summary>The text fields that a dialect has, under its names and in its order.</summary>
/// <typeparam name="T">The kind of fields.</typeparam>
internal sealed class WireFields<T>
{
    private readonly (JsonEncodedText Key, TextField<T> Field)[] _known;
    private readonly TextField<T>[] _missing;

    /// <summary>Takes from all fields what the dialect has.</summary>
    /// <param name="fields">All fields.</param>
    /// <param name="nameOf">The dialect's name for a field; <see langword="null"/> where it has none.</param>
    /// <param name="order">The fields in the order of the vendor's samples; the others follow. Empty for the order of all fields.</param>
    public WireFields(TextField<T>[] fields, Func<TextField<T>, string?> nameOf, params string[] order)
    {
        _known = [.. fields
            .Where(field => nameOf(field) is not null)
            .OrderBy(field => order.Contains(nameOf(field)!) ? Array.IndexOf(order, nameOf(field)) : order.Length)
            .Select(field => (JsonEncodedText.Encode(nameOf(field)!), field))];
        _missing = Array.FindAll(fields, field => nameOf(field) is null);
    }

    /// <summary>Whether the dialect has a field of that name, in any case.</summary>
    public bool Has(string wireName) => Array.Exists(_known, known => string.Equals(known.Key.Value, wireName, StringComparison.OrdinalIgnoreCase));

    /// <summary>A field that is set although the dialect has none for it.</summary>
    [MethodImpl(HotPath.Compile)]
    public TextField<T>? FindMissing(T source)
    {
        foreach (var field in _missing)
        {
            if (field.Get(source) is not null)
                return field;
        }

        return null;
    }

    /// <summary>Writes the fields that are set.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Write(Utf8JsonWriter writer, T source)
    {
        foreach (var (key, field) in _known)
        {
            if (field.Get(source) is { } value)
                writer.WriteString(key, value);
        }
    }
}
