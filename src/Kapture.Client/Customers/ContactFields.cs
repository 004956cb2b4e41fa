using System.Globalization;

namespace Kapture;

/// <summary>What a write says about one contact. A field that is <see langword="null"/> is not sent.</summary>
public sealed class ContactFields
{
    private const int OldestAge = 150;

    internal static readonly TextField<ContactFields>[] TextFields =
    [
        new("Title", "title", null, f => f.Title, (f, v) => f.Title = v),
        new("FirstName", "first_name", null, f => f.FirstName, (f, v) => f.FirstName = v),
        new("LastName", "last_name", null, f => f.LastName, (f, v) => f.LastName = v),
        new("Name", "contact_person_name", "name", f => f.Name, (f, v) => f.Name = v),
        new("CountryCode", "country_code", null, f => f.CountryCode, (f, v) => f.CountryCode = v),
        new("Phone", "contact_person_phone", "phone", f => f.Phone, (f, v) => f.Phone = v, isPhone: true),
        new("Email", "contact_person_email", "email", f => f.Email, (f, v) => f.Email = v),
        new("AdditionalPhone", "additional_contact_phone", "additional_phone", f => f.AdditionalPhone, (f, v) => f.AdditionalPhone = v, isPhone: true),
        new("DateOfBirth", "dob", null, f => f.DateOfBirth, (f, v) => f.DateOfBirth = v),
        new("Gender", "gender", "gender", f => f.Gender, (f, v) => f.Gender = v),
        new("AdditionalEmail", null, "additional_email", f => f.AdditionalEmail, (f, v) => f.AdditionalEmail = v),
        new("Designation", null, "designation", f => f.Designation, (f, v) => f.Designation = v),
        new("Age", null, "age", f => f.Age, (f, v) => f.Age = v),
        new("MaritalStatus", null, "marital_status", f => f.MaritalStatus, (f, v) => f.MaritalStatus = v),
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

    /// <summary>A second email address; V1 has no field for it.</summary>
    public string? AdditionalEmail { get; set; }

    /// <summary>The position in the company; V1 has no field for it.</summary>
    public string? Designation { get; set; }

    /// <summary>The age in whole years; V1 has no field for it.</summary>
    public string? Age { get; set; }

    /// <summary>The marital status, in the tenant's words; V1 has no field for it.</summary>
    public string? MaritalStatus { get; set; }

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

    /// <summary>Refuses what a generation of the API has no words for in a contact that is added alone. Comes before the other checks: no other mending would help.</summary>
    /// <param name="dialect">The generation.</param>
    /// <exception cref="KaptureException">NotInDialect; nothing was sent.</exception>
    public void CheckWords(Dialect dialect) => dialect.CheckWords(this);

    /// <summary>Checks what a contact needs that is added alone: a phone or an email (Add Customer API, Request Body).</summary>
    /// <exception cref="KaptureException">MissingField or InvalidValue; nothing was sent.</exception>
    public void CheckForAdd()
    {
        if (Id is { } id)
            throw KaptureException.Invalid(nameof(Id), id, $"is {id}: a contact that is to be added has none yet. To change that contact, use Set-KaptureCustomer -ContactId.");
        if (CustomerFields.IsBlank(Phone) && CustomerFields.IsBlank(Email))
            throw KaptureException.Missing("Phone and Email are missing: a contact needs one of them.");
        Check(string.Empty);
    }

    /// <summary>Refuses values that cannot be sent.</summary>
    /// <param name="prefix">What stands before the names of the fields.</param>
    /// <exception cref="KaptureException">InvalidValue; nothing was sent.</exception>
    internal void Check(string prefix)
    {
        foreach (var field in TextFields)
        {
            if (field.Get(this) is { Length: > 0 } value)
                field.Check(prefix, value);
        }

        if (!CustomerFields.IsBlank(Age) && !(int.TryParse(Age!.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var years) && years <= OldestAge))
            throw KaptureException.Invalid(prefix + nameof(Age), Age, $"is '{Age}'; it takes whole years, 0 to {OldestAge}.");
    }
}
