namespace Kapture;

/// <summary>What a journal knows of the rows that are done: of those with a content, and of all that were done when it was first asked.</summary>
internal sealed class OtherRows((HashSet<long> Customers, HashSet<long> Contacts) earlier)
{
    /// <summary>None.</summary>
    public static OtherRows None { get; } = new(([], []));

    /// <summary>The customers that those with the content have become, or that they are about.</summary>
    public HashSet<long> CustomerIds { get; } = [];

    /// <summary>The contacts that they have become.</summary>
    public HashSet<long> ContactIds { get; } = [];

    /// <summary>Whether one of them was told no customer's id.</summary>
    public bool HasUntold { get; private set; }

    /// <summary>Whether one of them was told no contact's id.</summary>
    public bool HasUntoldContact { get; private set; }

    /// <summary>Whether a customer is any row's.</summary>
    public bool HasCustomer(long id) => CustomerIds.Contains(id) || earlier.Customers.Contains(id);

    /// <summary>Whether a contact is any row's.</summary>
    public bool HasContact(long id) => ContactIds.Contains(id) || earlier.Contacts.Contains(id);

    /// <summary>Adds a row that is done.</summary>
    public void Add(long? customerId, long? contactId)
    {
        if (customerId is { } id)
            CustomerIds.Add(id);
        else
            HasUntold = true;
        if (contactId is { } ofContact)
            ContactIds.Add(ofContact);
        else
            HasUntoldContact = true;
    }
}
