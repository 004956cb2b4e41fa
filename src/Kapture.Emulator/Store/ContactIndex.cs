namespace Kapture.Emulator.Store;

/// <summary>Customers by a phone or an email, which several of them may share.</summary>
internal sealed class ContactIndex(StringComparer comparer)
{
    private readonly Dictionary<string, long> _single = new(comparer);

    // Only what is shared pays for a set.
    private readonly Dictionary<string, SortedSet<long>> _shared = new(comparer);

    public void Add(string key, long id)
    {
        if (_shared.TryGetValue(key, out var ids))
            ids.Add(id);
        else if (!_single.TryGetValue(key, out var other))
            _single.Add(key, id);
        else if (other != id)
        {
            _single.Remove(key);
            _shared.Add(key, [other, id]);
        }
    }

    public void Remove(string key, long id)
    {
        if (_shared.TryGetValue(key, out var ids))
        {
            ids.Remove(id);
            if (ids.Count == 0)
                _shared.Remove(key);
        }
        else if (_single.TryGetValue(key, out var only) && only == id)
            _single.Remove(key);
    }

    /// <summary>The oldest customer with this key.</summary>
    public long? Find(string key)
    {
        if (_single.TryGetValue(key, out var id))
            return id;

        return _shared.TryGetValue(key, out var ids) ? ids.Min : null;
    }
}
