namespace Kapture.Emulator.Store;

/// <summary>
/// All customers of the account. Seeded customers are computed from their number whenever somebody asks;
/// only what was added or changed is kept. Safe for any number of threads.
/// </summary>
internal sealed class CustomerStore
{
    // Others wait no longer than it takes to pick up so many.
    private const int LongestRun = 1000;

    private readonly SeededCustomers _seeded;
    private readonly object _gate = new();
    private readonly Dictionary<long, CustomerRecord> _changed = [];
    private readonly List<CustomerRecord> _added = [];
    private readonly Dictionary<DateTime, List<int>> _addedByDay = [];
    private readonly ContactDirectory _directory = new();
    private long _contacts;
    private long _nextContactId;
    private int _arrived;
    private long _read;

    public CustomerStore(SeededCustomers seeded)
    {
        _seeded = seeded;
        _contacts = seeded.ContactCount;
        _nextContactId = seeded.FirstFreeContactId;
    }

    /// <summary>How many times a seeded customer had to be computed.</summary>
    public long Computed => _seeded.Computed;

    /// <summary>How many times a page took up a customer that is kept.</summary>
    public long Read
    {
        get
        {
            lock (_gate)
                return _read;
        }
    }

    public CustomerRecord? Find(long id)
    {
        lock (_gate)
            return FindLocked(id);
    }

    /// <summary>The oldest customer with a contact that has this phone.</summary>
    public CustomerRecord? FindByPhone(string phone)
    {
        lock (_gate)
            return Oldest(UnchangedSeeded(_seeded.FindByPhone(phone)), _directory.FindByPhone(phone));
    }

    /// <summary>The oldest customer with a contact that has this email, whatever its case.</summary>
    public CustomerRecord? FindByEmail(string email)
    {
        lock (_gate)
            return Oldest(UnchangedSeeded(_seeded.FindByEmail(email)), _directory.FindByEmail(email));
    }

    /// <summary>Adds a customer; with <paramref name="matchExisting"/> changes the one that has its phone or email.</summary>
    /// <returns>Null where the write names a contact that does not exist.</returns>
    public WriteOutcome? Add(CustomerChange change, DateTime now, bool matchExisting)
    {
        lock (_gate)
        {
            if (matchExisting && FindMatch(change) is { } existing)
                return UpdateLocked(existing, change, now, matchContacts: true);

            return AddLocked(change, now);
        }
    }

    /// <summary>Adds invented customers, as if somebody else had, until there are <paramref name="most"/> of them.</summary>
    public void Arrive(int count, int most, DateTime now)
    {
        if (count == 0)
            return;

        lock (_gate)
        {
            for (var i = 0; i < count && _arrived < most; i++)
                AddLocked(InventedArrivals.At(_arrived++), now);
        }
    }

    /// <summary>Changes a customer.</summary>
    /// <returns>Null where there is no such customer, or the customer has no such contact.</returns>
    public WriteOutcome? Update(long id, CustomerChange change, DateTime now)
    {
        lock (_gate)
            return FindLocked(id) is { } customer ? UpdateLocked(customer, change, now, matchContacts: false) : null;
    }

    /// <summary>
    /// A page of the customers created on <paramref name="days"/>, in that order of their creation.
    /// Without a filter it touches nothing but the page itself.
    /// </summary>
    public IReadOnlyList<CustomerRecord> Page(
        DayRange days, PullOrder order, Func<CustomerRecord, bool>? filter, long offset, long limit)
    {
        var page = new List<CustomerRecord>();
        for (var i = 0; i < days.Count && page.Count < limit; i++)
        {
            var day = On(days.At(i, order), order);
            var position = filter is null ? (int)Math.Min(offset, day.Count) : 0;
            offset -= position;

            while (position < day.Count && page.Count < limit)
            {
                foreach (var kept in Kept(day, position, (int)Math.Min(Math.Min(day.Count - position, limit - page.Count), LongestRun)))
                {
                    var customer = kept ?? _seeded.Create(day.NumberAt(position));
                    position++;
                    if (filter is null || (filter(customer) && --offset < 0))
                        page.Add(customer);
                }
            }
        }

        return page;
    }

    public (long Customers, long Contacts) Count()
    {
        lock (_gate)
            return (_seeded.Count + _added.Count, _contacts);
    }

    /// <summary>How many customers have the name, phone and email of an older one.</summary>
    public long CountDuplicates()
    {
        lock (_gate)
        {
            return DuplicateCount.Of(
                _changed.Values.Concat(_added),
                kept => UnchangedSeeded(_seeded.FindByPhone(kept.PrimaryContact.Phone))
                    ?? UnchangedSeeded(_seeded.FindByEmail(kept.PrimaryContact.Email)));
        }
    }

    private WriteOutcome? AddLocked(CustomerChange change, DateTime now)
    {
        var contacts = new ContactChanges(NextContactId, now);
        if (contacts.Create(change) is not { } created)
            return null;

        var id = _seeded.FirstFreeId + _added.Count;
        var customer = change.ApplyTo(new CustomerRecord { Id = id, Contacts = created, Created = now, Modified = now });
        ListUnder(now.Date, _added.Count);
        _added.Add(customer);
        _contacts += created.Count;
        _directory.Add(customer);
        return new WriteOutcome(id, contacts.ContactId, IsNew: true, ContactAdded: true, ContactUpdated: false);
    }

    private WriteOutcome? UpdateLocked(CustomerRecord customer, CustomerChange change, DateTime now, bool matchContacts)
    {
        var contacts = new ContactChanges(NextContactId, now);
        if (contacts.Update(customer, change, matchContacts) is not { } written)
            return null;

        _directory.Remove(customer);
        _contacts += written.Count - customer.Contacts.Count;
        var changed = change.ApplyTo(customer) with { Contacts = written, Modified = now };
        _directory.Add(changed);
        if (customer.Id < _seeded.FirstFreeId)
            _changed[customer.Id] = changed;
        else
            _added[(int)(customer.Id - _seeded.FirstFreeId)] = changed;

        return new WriteOutcome(customer.Id, contacts.ContactId, IsNew: false, contacts.AnyAdded, contacts.AnyUpdated);
    }

    private CustomerRecord? FindMatch(CustomerChange change)
    {
        var byPhone = string.IsNullOrEmpty(change.Phone) ? null : FindByPhone(change.Phone!);
        return byPhone ?? (string.IsNullOrEmpty(change.Email) ? null : FindByEmail(change.Email!));
    }

    private CustomerRecord? FindLocked(long id)
    {
        var index = id - _seeded.FirstFreeId;
        if (index >= 0)
            return index < _added.Count ? _added[(int)index] : null;

        return _changed.TryGetValue(id, out var changed) ? changed : _seeded.Find(id);
    }

    private CustomerRecord? UnchangedSeeded(CustomerRecord? seeded) =>
        seeded is null || _changed.ContainsKey(seeded.Id) ? null : seeded;

    private CustomerRecord? Oldest(CustomerRecord? seeded, long? kept) =>
        kept is { } id && (seeded is null || id < seeded.Id) ? FindLocked(id) : seeded;

    private CustomerDay On(DateTime day, PullOrder order)
    {
        lock (_gate)
            return new CustomerDay(day, _seeded.On(day), _addedByDay.TryGetValue(day, out var added) ? added.Count : 0, order);
    }

    // Null stands for a seeded customer that nobody changed: it is computed outside of the lock.
    private CustomerRecord?[] Kept(in CustomerDay day, int position, int count)
    {
        var kept = new CustomerRecord?[count];
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
            {
                kept[i] = day.IsSeededAt(position + i)
                    ? ChangedSeeded(day.NumberAt(position + i))
                    : _added[_addedByDay[day.Day][day.AddedAt(position + i)]];
                if (kept[i] is not null)
                    _read++;
            }
        }

        return kept;
    }

    private CustomerRecord? ChangedSeeded(int number) =>
        _changed.TryGetValue(SeededCustomers.IdOf(number), out var changed) ? changed : null;

    private void ListUnder(DateTime day, int index)
    {
        if (!_addedByDay.TryGetValue(day, out var list))
            _addedByDay.Add(day, list = []);
        list.Add(index);
    }

    private long NextContactId() => _nextContactId++;
}
