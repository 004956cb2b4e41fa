using KapturePS.Soak.World;

namespace KapturePS.Soak.Work;

/// <summary>Compares what the client said of its rows with what the emulator has of them.</summary>
internal sealed class Books(Action<string> found)
{
    private readonly Dictionary<string, List<PlannedRow>> _adds = [];
    private readonly Dictionary<string, List<PlannedRow>> _contacts = [];
    private readonly Dictionary<string, HashSet<string>> _values = [];
    private readonly Dictionary<string, List<PlannedRow>> _changes = [];
    private readonly HashSet<string> _oncePerIdentity = [];

    /// <summary>Rows that were to make a customer each.</summary>
    public void Added(IEnumerable<PlannedRow> rows)
    {
        foreach (var row in rows)
            ListOf(_adds, row.Identity).Add(row);
    }

    /// <summary>Rows that were to make a customer, or to change the one whom an earlier of them has made.</summary>
    public void Upserted(IReadOnlyList<PlannedRow> rows, bool inOrder)
    {
        Added(rows);
        _oncePerIdentity.UnionWith(rows.Select(row => row.Identity));
        Updated(rows, inOrder);
    }

    /// <summary>Rows that were to change a customer.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="inOrder">Whether one run wrote them: a later run comes back to rows that had failed, after those behind them.</param>
    public void Updated(IReadOnlyList<PlannedRow> rows, bool inOrder)
    {
        foreach (var group in rows.GroupBy(row => row.Identity))
        {
            if (!_values.TryGetValue(group.Key, out var values))
                _values.Add(group.Key, values = [string.Empty]);
            ListOf(_changes, group.Key).AddRange(group);
            if (!inOrder && group.Any(row => row.Verdict == Verdict.Arrived))
                values.Clear();
            foreach (var row in group.Where(row => row.Verdict != Verdict.Failed))
            {
                if (inOrder && row.Verdict == Verdict.Arrived)
                    values.Clear();
                values.Add(row.Value);
            }
        }
    }

    /// <summary>Rows that were to make a contact each.</summary>
    public void ContactsAdded(IEnumerable<PlannedRow> rows)
    {
        foreach (var row in rows)
            ListOf(_contacts, row.Identity).Add(row);
    }

    /// <summary>Says every difference.</summary>
    public void Compare(IReadOnlyList<TrueCustomer> customers, long counted)
    {
        if (customers.Count != counted)
            found($"the emulator counts {counted} customers, and shows {customers.Count}");
        var byName = customers.ToLookup(customer => customer.Name);
        foreach (var stranger in customers.Where(customer => !_adds.ContainsKey(customer.Name)))
            found($"customer {stranger.Id} ({stranger.Name}) is of no row");
        foreach (var (identity, rows) in _adds)
            CompareCount(identity, rows, byName[identity].Count(), _oncePerIdentity.Contains(identity));
        foreach (var (identity, values) in _values)
        {
            foreach (var customer in byName[identity].Where(customer => !values.Contains(customer.City)))
                found($"customer {customer.Id} ({identity}) has the value '{customer.City}', and should have {string.Join(" or ", values.Select(value => $"'{value}'"))}: {string.Join("; ", _changes[identity].Select(row => $"'{row.Value}' {row}"))}");
        }

        CompareContacts(customers);
    }

    private void CompareContacts(IReadOnlyList<TrueCustomer> customers)
    {
        var byContact = customers.SelectMany(customer => customer.Contacts.Select(contact => (Contact: contact, customer.Name))).ToLookup(pair => pair.Contact, pair => pair.Name);
        foreach (var (identity, rows) in _contacts)
        {
            CompareCount(identity, rows, byContact[identity].Count(), isOnce: false);
            var owner = identity[..identity.IndexOf('/', StringComparison.Ordinal)];
            foreach (var other in byContact[identity].Where(name => name != owner))
                found($"contact {identity} is with {other}");
        }
    }

    private void CompareCount(string identity, List<PlannedRow> rows, int count, bool isOnce)
    {
        var least = rows.Count(row => row.Verdict == Verdict.Arrived);
        var most = rows.Count(row => row.Verdict != Verdict.Failed);
        if (isOnce)
            (least, most) = (Math.Min(least, 1), Math.Min(most, 1));
        if (count < least || count > most)
            found($"{identity} is there {count} times, and should be {(least == most ? $"{least}" : $"{least} to {most}")} times: {string.Join("; ", rows)}");
    }

    private static List<PlannedRow> ListOf(Dictionary<string, List<PlannedRow>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        return list;
    }
}
