namespace Kapture.Emulator.Store;

/// <summary>What a request says about one contact. Null means that it says nothing, <c>""</c> that it erases.</summary>
internal sealed record ContactChange
{
    /// <summary>The contact to change; blank for a new one.</summary>
    public string ContactId { get; init; } = "";

    public string? ContactPerson { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? AdditionalPhone { get; init; }

    public string? PhoneCountryCode { get; init; }

    public string? Gender { get; init; }

    public long? Age { get; init; }

    public string? MaritalStatus { get; init; }

    public string? Designation { get; init; }

    public string? AdditionalEmail { get; init; }

    public bool IsNew => ContactId.Length == 0;

    public bool IsReachable => !string.IsNullOrEmpty(Phone) || !string.IsNullOrEmpty(Email);

    public ContactRecord ApplyTo(ContactRecord contact) => contact with
    {
        ContactPerson = ContactPerson ?? contact.ContactPerson,
        Phone = Phone ?? contact.Phone,
        Email = Email ?? contact.Email,
        AdditionalPhone = AdditionalPhone ?? contact.AdditionalPhone,
        PhoneCountryCode = PhoneCountryCode ?? contact.PhoneCountryCode,
        Gender = Gender ?? contact.Gender,
        Age = Age ?? contact.Age,
        MaritalStatus = MaritalStatus ?? contact.MaritalStatus,
        Designation = Designation ?? contact.Designation,
        AdditionalEmail = AdditionalEmail ?? contact.AdditionalEmail,
    };

    /// <summary>Whether the contact already has this phone or this email.</summary>
    public bool Matches(ContactRecord contact) =>
        (!string.IsNullOrEmpty(Phone) && Phone == contact.Phone)
        || (!string.IsNullOrEmpty(Email) && string.Equals(Email, contact.Email, StringComparison.OrdinalIgnoreCase));
}
