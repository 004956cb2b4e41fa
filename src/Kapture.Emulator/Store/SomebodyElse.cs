namespace Kapture.Emulator.Store;

/// <summary>Whom an answer about the wrong customer speaks of.</summary>
internal static class SomebodyElse
{
    /// <summary>The neighbour, or a stranger where the store has nobody else.</summary>
    public static CustomerRecord Than(CustomerRecord customer, CustomerStore store) =>
        store.Find(customer.Id + 1) ?? store.Find(customer.Id - 1) ?? new CustomerRecord
        {
            Id = customer.Id + 1,
            Name = "Somebody Else",
            Contacts = [new ContactRecord { Id = customer.PrimaryContact.Id + 1, ContactPerson = "Somebody Else", IsPrimary = true, Created = customer.Created }],
            Created = customer.Created,
            Modified = customer.Modified,
        };
}
