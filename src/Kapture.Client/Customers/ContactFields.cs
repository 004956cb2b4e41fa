namespace Kapture;

/// <summary>What a write says about one contact. A field that is <see langword="null"/> is not sent.</summary>
public sealed class ContactFields
{
    internal static readonly TextField<ContactFields>[] TextFields =
    [
        new("Title", "title", f => f.Title, (f, v) => f.Title = v),
        new("FirstName", "first_name", f => f.FirstName, (f, v) => f.FirstName = v),
        new("LastName", "last_name", f => f.LastName, (f, v) => f.LastName = v),
        new("Name", "contact_person_name", f => f.Name, (f, v) => f.Name = v),
        new("CountryCode", "country_code", f => f.CountryCode, (f, v) => f.CountryCode = v),
        new("Phone", "contact_person_phone", f => f.Phone, (f, v) => f.Phone = v, isPhone: true),
        new("Email", "contact_person_email", f => f.Email, (f, v) => f.Email = v),
        new("AdditionalPhone", "additional_contact_phone", f => f.AdditionalPhone, (f, v) => f.AdditionalPhone = v, isPhone: true),
        new("DateOfBirth", "dob", f => f.DateOfBirth, (f, v) => f.DateOfBirth = v),
        new("Gender", "gender", f => f.Gender, (f, v) => f.Gender = v),
    ];

    /// <summary>The contact to change; <see langword="null"/> to add one.</summary>
    public long? Id { get; set; }

    /// <summary>The form of address.</summary>
    public string? Title { get; set; }

    /// <summary>The first name.</summary>
    public string? FirstName { get; set; }

    /// <summary>The last name.</summary>
    public string? LastName { get; set; }

    /// <summary>The whole name.</summary>
    public string? Name { get; set; }

    /// <summary>The country code of the phone.</summary>
    public string? CountryCode { get; set; }

    /// <summary>The phone number as text.</summary>
    public string? Phone { get; set; }

    /// <summary>The email address.</summary>
    public string? Email { get; set; }

    /// <summary>A second phone number, as text.</summary>
    public string? AdditionalPhone { get; set; }

    /// <summary>The date of birth, <c>yyyy-MM-dd</c>.</summary>
    public string? DateOfBirth { get; set; }

    /// <summary>The gender, in the tenant's words.</summary>
    public string? Gender { get; set; }

    /// <summary>The API's <c>update</c>, which it does not explain; sent only where it is set.</summary>
    public bool? Update { get; set; }

    /// <summary>The API's <c>matchEmailPhone</c>, which it does not explain; sent only where it is set.</summary>
    public bool? MatchEmailPhone { get; set; }

    /// <summary>Whether nothing is said of the contact.</summary>
    public bool IsEmpty => Update is null && MatchEmailPhone is null && !Array.Exists(TextFields, text => text.Get(this) is not null);

    /// <summary>Reads a contact from names and values: the names of this class or those of the wire, in any case.</summary>
    /// <param name="values">The names and values; a value that is <see langword="null"/> is not sent.</param>
    /// <exception cref="KaptureException">InvalidValue: an unknown name, or a value that cannot be read.</exception>
    public static ContactFields From(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var contact = new ContactFields();
        foreach (var pair in values)
        {
            if (FieldReader.TrySetText(TextFields, contact, pair.Key, pair.Value))
                continue;
            switch (pair.Key.ToUpperInvariant())
            {
                case "ID" or "CONTACTID" or "CONTACT_ID":
                    contact.Id = FieldReader.ReadId("Contact.Id", pair.Value);
                    break;
                case "UPDATE":
                    contact.Update = FieldReader.ReadBoolean("Contact.Update", pair.Value);
                    break;
                case "MATCHEMAILPHONE":
                    contact.MatchEmailPhone = FieldReader.ReadBoolean("Contact.MatchEmailPhone", pair.Value);
                    break;
                default:
                    throw FieldReader.UnknownName("Contact", pair.Key, [.. TextFields.Select(f => f.Name), "Id", "Update", "MatchEmailPhone"]);
            }
        }

        return contact;
    }

    internal ContactFields Copy() => (ContactFields)MemberwiseClone();

    internal void Check(int index)
    {
        foreach (var field in TextFields)
        {
            if (field.Get(this) is { Length: > 0 } value)
                field.Check(index == 0 ? "Contact" : $"Contact {index + 1} ", value);
        }
    }
}
