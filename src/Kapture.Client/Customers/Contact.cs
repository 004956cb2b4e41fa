namespace Kapture;

/// <summary>A contact of a customer, as the service returns it (Get Customer API). Blank fields are <see langword="null"/>.</summary>
public sealed class Contact
{
    /// <summary>The contact's id.</summary>
    public long Id { get; internal set; }

    /// <summary>The id of the customer it belongs to (leadId).</summary>
    public long? CustomerId { get; internal set; }

    /// <summary>The name (contactPerson).</summary>
    public string? Name { get; internal set; }

    /// <summary>The phone number, as the service holds it.</summary>
    public string? Phone { get; internal set; }

    /// <summary>A second phone number.</summary>
    public string? AdditionalPhone { get; internal set; }

    /// <summary>The email address.</summary>
    public string? Email { get; internal set; }

    /// <summary>The gender, in the tenant's words.</summary>
    public string? Gender { get; internal set; }

    /// <summary>Whether it is the customer's first contact.</summary>
    public bool? IsPrimary { get; internal set; }

    /// <summary>Whether it is in use.</summary>
    public bool? IsActive { get; internal set; }

    /// <summary>The country code of the phone.</summary>
    public string? CountryCode { get; internal set; }

    /// <summary>When it was made (generationDate), in the session's zone.</summary>
    public DateTimeOffset? Created { get; internal set; }

    /// <summary>The account it belongs to (cmId).</summary>
    public long? AccountId { get; internal set; }

    /// <summary>The contact above it; 0 for none.</summary>
    public long? ParentContactId { get; internal set; }

    /// <summary>The sub-office; 0 for none.</summary>
    public long? SubOfficeId { get; internal set; }

    /// <summary>The employee who made it; 0 for none.</summary>
    public long? CreatorId { get; internal set; }

    /// <summary>The age in years; 0 where it is not known.</summary>
    public long? Age { get; internal set; }

    /// <summary>The marital status, in the tenant's words.</summary>
    public string? MaritalStatus { get; internal set; }

    /// <summary>Whether it is a guest.</summary>
    public bool? IsGuest { get; internal set; }

    /// <summary>An enquiry of it; 0 for none.</summary>
    public long? EnquiryId { get; internal set; }

    /// <summary>An order of it; 0 for none.</summary>
    public long? OrderId { get; internal set; }

    /// <summary>Whether it can be merged (isMergeEnable).</summary>
    public bool? IsMergeEnabled { get; internal set; }

    /// <summary>Whether the service hides the phone number.</summary>
    public bool? IsMobileMasked { get; internal set; }

    /// <summary>Whether the service hides the email address.</summary>
    public bool? IsEmailMasked { get; internal set; }

    /// <summary>Whether the year of birth is shown.</summary>
    public bool? ShowBirthYear { get; internal set; }

    /// <summary>Fields that nobody documented, and documented ones that could not be read, by their names on the wire.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal set; } = AdditionalPropertyBag.None;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Id})".TrimStart();
}
