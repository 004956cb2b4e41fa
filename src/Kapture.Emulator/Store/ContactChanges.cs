using Kapture.Emulator.Json;

namespace Kapture.Emulator.Store;

/// <summary>Carries a write's contacts over to a customer, and remembers what happened to them.</summary>
internal sealed class ContactChanges(Func<long> nextId, DateTime now)
{
    private readonly List<ContactRecord> _contacts = [];

    /// <summary>The contact that the answer names: the first that was sent, else the primary one.</summary>
    public long ContactId { get; private set; }

    public bool AnyAdded { get; private set; }

    public bool AnyUpdated { get; private set; }

    /// <summary>
    /// The contacts of a new customer. The customer's own name, phone and email make the primary contact, together
    /// with the first contact sent where the two do not contradict each other: the documented sample gives the same
    /// phone twice and gets one contact. Null where the write names a contact that cannot exist yet.
    /// </summary>
    public IReadOnlyList<ContactRecord>? Create(CustomerChange change)
    {
        if (change.Contacts.Any(static c => !c.IsNew))
            return null;

        var own = new ContactChange { ContactPerson = change.Name, Phone = change.Phone, Email = change.Email };
        var first = change.Contacts.Count > 0 ? change.Contacts[0] : null;
        var together = first is not null && Agree(own.Phone, first.Phone) && Agree(own.Email, first.Email);

        Add(own);
        if (together)
            _contacts[0] = Filled(first!).ApplyTo(_contacts[0]);

        foreach (var contact in change.Contacts.Skip(together ? 1 : 0))
            Add(contact);

        ContactId = _contacts[first is null || together ? 0 : 1].Id;
        return _contacts;
    }

    /// <summary>
    /// The contacts of a customer that exists: phone and email of the customer are those of the primary contact.
    /// Null where the write names a contact that the customer does not have.
    /// </summary>
    public IReadOnlyList<ContactRecord>? Update(CustomerRecord customer, CustomerChange change, bool matchContacts)
    {
        _contacts.AddRange(customer.Contacts);
        var primary = _contacts.IndexOf(customer.PrimaryContact);
        ContactId = _contacts[primary].Id;
        _contacts[primary] = new ContactChange { Phone = change.Phone, Email = change.Email }.ApplyTo(_contacts[primary]);

        for (var i = 0; i < change.Contacts.Count; i++)
        {
            var contact = change.Contacts[i];
            var at = Find(contact, matchContacts);
            if (at < 0 && !contact.IsNew)
                return null;

            var touched = at < 0 ? Add(contact) : Change(at, contact);
            if (i == 0)
                ContactId = touched;
        }

        return _contacts;
    }

    private int Find(ContactChange contact, bool matchContacts)
    {
        if (!contact.IsNew)
            return JsonValues.Number(contact.ContactId) is { } id ? _contacts.FindIndex(c => c.Id == id) : -1;

        return matchContacts ? _contacts.FindIndex(contact.Matches) : -1;
    }

    private long Add(ContactChange contact)
    {
        var added = new ContactRecord { Id = nextId(), IsPrimary = _contacts.Count == 0, Created = now };
        _contacts.Add(contact.ApplyTo(added));
        AnyAdded = true;
        return added.Id;
    }

    private long Change(int at, ContactChange contact)
    {
        _contacts[at] = contact.ApplyTo(_contacts[at]);
        AnyUpdated = true;
        return _contacts[at].Id;
    }

    private static bool Agree(string? left, string? right) =>
        string.IsNullOrEmpty(left) || string.IsNullOrEmpty(right) || string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // Blanks of a contact that is merged into the customer's own erase nothing.
    private static ContactChange Filled(ContactChange contact) => contact with
    {
        ContactPerson = NullIfBlank(contact.ContactPerson),
        Phone = NullIfBlank(contact.Phone),
        Email = NullIfBlank(contact.Email),
    };

    private static string? NullIfBlank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
