namespace Kapture.Emulator.Store;

/// <summary>Custom fields by name, each value as UTF-8 JSON, in the order in which they were first sent.</summary>
internal readonly struct ExtraFields
{
    private readonly KeyValuePair<string, byte[]>[]? _fields;

    public ExtraFields(IEnumerable<KeyValuePair<string, byte[]>> fields) => _fields = [.. fields];

    public IReadOnlyList<KeyValuePair<string, byte[]>> Fields => _fields ?? [];

    public bool Any => _fields is { Length: > 0 };

    /// <summary>These with <paramref name="changes"/> on top; an empty value removes the field.</summary>
    public ExtraFields With(ExtraFields changes)
    {
        if (!changes.Any)
            return this;

        var merged = Fields.ToList();
        foreach (var change in changes.Fields)
        {
            var at = merged.FindIndex(f => f.Key == change.Key);
            if (at >= 0 && change.Value.Length == 0)
                merged.RemoveAt(at);
            else if (at >= 0)
                merged[at] = change;
            else if (change.Value.Length > 0)
                merged.Add(change);
        }

        return new ExtraFields(merged);
    }

    /// <summary>The value of a field as UTF-8 JSON, or null.</summary>
    public byte[]? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }

        return null;
    }
}
