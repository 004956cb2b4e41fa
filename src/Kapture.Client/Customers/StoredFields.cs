namespace Kapture;

/// <summary>The fields that the service tells back: what of a row can be compared with what is there.</summary>
internal static class StoredFields
{
    private static readonly (TextField<CustomerFields> Field, Func<Customer, string?> Stored, ulong Bit)[] _customer =
    [
        (Of("Name"), c => c.Name, CustomerRecord.BitOf("name")),
        (Of("Phone"), c => c.Phone, CustomerRecord.BitOf("contacts")),
        (Of("Email"), c => c.Email, CustomerRecord.BitOf("contacts")),
        (Of("City"), c => c.City, CustomerRecord.BitOf("city")),
        (Of("State"), c => c.State, CustomerRecord.BitOf("state")),
        (Of("Country"), c => c.Country, CustomerRecord.BitOf("country")),
        (Of("Address"), c => c.Address, CustomerRecord.BitOf("address")),
        (Of("PostalCode"), c => c.PostalCode, CustomerRecord.BitOf("pinCode")),
        (Of("CustomerCode"), c => c.CustomerCode, CustomerRecord.BitOf("customerCode")),
        (Of("Type"), c => c.Type, CustomerRecord.BitOf("customerType")),
        (Of("Classification"), c => c.Classification, CustomerRecord.BitOf("classification")),
    ];

    /// <summary>Whether a customer has the name of a row, or one that cannot be read and may be the same.</summary>
    public static bool MayBeCalled(string? name, Customer customer) =>
        IsNameUnreadable(customer) || string.Equals(customer.Name, name?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the customer's name came as something that is no text.</summary>
    public static bool IsNameUnreadable(Customer customer) => customer.UnreadableFields.Contains("name");

    /// <summary>Unsets what the customer has already.</summary>
    public static void RemoveWhatIsAlready(CustomerFields fields, Customer customer)
    {
        foreach (var (field, stored, bit) in _customer)
        {
            // What the answer left out, as Legacy does with much, may well be there: a blank goes out.
            if (field.Get(fields) is { } wanted && IsAlready(wanted, stored(customer)) && (customer.LeftOut & bit) == 0)
                field.Set(fields, null);
        }

        if (fields.CustomerType == customer.CustomerType)
            fields.CustomerType = null;
    }

    /// <summary>
    /// Leaves of the contacts what the customer does not have: one that it has, by phone or email, is changed and not
    /// added a second time, and not even that where it is so already.
    /// </summary>
    public static void MatchContacts(CustomerFields fields, Customer customer)
    {
        // It may have been found by a contact that is not its first, whose phone and email stay what they are.
        foreach (var (field, _, _) in _customer)
        {
            if (field.Get(fields) is { } wanted && IsReachedBy(field, wanted, customer))
                field.Set(fields, null);
        }

        for (var i = fields.Contacts.Count - 1; i >= 0; i--)
        {
            var wanted = fields.Contacts[i];
            if (wanted.Id is not null || Array.Find(customer.Contacts, stored => IsSamePerson(wanted, stored)) is not { } known)
                continue;
            if (Fits(wanted, known))
                fields.Contacts.RemoveAt(i);
            else
                wanted.Id = known.Id;
        }
    }

    /// <summary>Whether nothing that the customer tells speaks against its having been written from the fields.</summary>
    public static bool Fits(CustomerFields fields, Customer customer)
    {
        foreach (var (field, stored, _) in _customer)
        {
            if (field.Get(fields) is { } wanted && !IsStored(wanted, stored(customer)) && !IsReachedBy(field, wanted, customer))
                return false;
        }

        return fields.CustomerType is null || fields.CustomerType == customer.CustomerType;
    }

    /// <summary>Whether the customer, as it was answered, tells every field that is set.</summary>
    public static bool TellsAll(CustomerFields fields, Customer customer) =>
        TellsAll(fields) && !Array.Exists(_customer, known => known.Field.Get(fields) is not null && (customer.LeftOut & known.Bit) != 0);

    /// <summary>Whether a customer would tell every field that is set.</summary>
    public static bool TellsAll(CustomerFields fields) =>
        fields.Contacts.Count == 0 && fields.Enquiry is null && fields.AdditionalFields.Count == 0 && fields.AssociateFields.Count == 0
        && Array.TrueForAll(CustomerFields.TextFields, field => field.Get(fields) is null || Array.Exists(_customer, known => known.Field == field));

    /// <summary>Whether both are one person: the same email address or the same phone.</summary>
    public static bool IsSamePerson(ContactFields wanted, Contact stored) =>
        (!CustomerFields.IsBlank(wanted.Email) && string.Equals(wanted.Email, stored.Email, StringComparison.OrdinalIgnoreCase))
        || (!CustomerFields.IsBlank(wanted.Phone) && CustomerKey.SamePhone(stored.Phone, wanted.Phone!));

    /// <summary>Whether the stored contact's name does not speak against it.</summary>
    public static bool MayBeCalled(ContactFields wanted, Contact stored) =>
        CustomerFields.IsBlank(wanted.Name) || stored.Name is null || string.Equals(wanted.Name!.Trim(), stored.Name.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool Fits(ContactFields wanted, Contact stored) =>
        IsAlreadyOrUnset(wanted.Name, stored.Name) && IsAlreadyOrUnset(wanted.Phone, stored.Phone) && IsAlreadyOrUnset(wanted.Email, stored.Email)
        && IsAlreadyOrUnset(wanted.AdditionalPhone, stored.AdditionalPhone) && IsAlreadyOrUnset(wanted.Gender, stored.Gender)
        && IsAlreadyOrUnset(wanted.CountryCode, stored.CountryCode)
        && wanted.Title is null && wanted.FirstName is null && wanted.LastName is null && wanted.DateOfBirth is null
        && wanted.Update is null && wanted.MatchEmailPhone is null;

    // Phone and email of a customer stand in its contacts, and not always in the first. What is masked tells nothing.
    private static bool IsReachedBy(TextField<CustomerFields> field, string wanted, Customer customer) =>
        wanted.Length > 0 && field.Name switch
        {
            "Phone" => Array.Exists(customer.Contacts, contact => CustomerKey.SamePhone(contact.Phone, wanted) || CustomerKey.SamePhone(contact.AdditionalPhone, wanted)),
            "Email" => Array.Exists(customer.Contacts, contact => string.Equals(contact.Email, wanted, StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };

    private static bool IsAlreadyOrUnset(string? wanted, string? stored) => wanted is null || IsAlready(wanted, stored);

    private static bool IsAlready(string wanted, string? stored) => wanted == stored || (wanted.Length == 0 && stored is null);

    // The service may trim what it stores.
    private static bool IsStored(string wanted, string? stored) => string.Equals(wanted.Trim(), stored?.Trim() ?? string.Empty, StringComparison.Ordinal);

    private static TextField<CustomerFields> Of(string name) => Array.Find(CustomerFields.TextFields, field => field.Name == name)!;
}
