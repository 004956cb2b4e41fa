namespace Kapture;

/// <summary>
/// A customer, as the service returns it (Get Customer API, Pull Customer API by Date Range).
/// Blank fields are <see langword="null"/>; so are those that the answer leaves out.
/// </summary>
public sealed class Customer
{
    /// <summary>The documented fields that the answer left out or wrote unreadably, of which nobody knows whether they are blank; a bit each.</summary>
    internal ulong LeftOut { get; set; }

    /// <summary>The id that Kapture gave the customer.</summary>
    public long Id { get; internal set; }

    /// <summary>The account it belongs to (cmId).</summary>
    public long? AccountId { get; internal set; }

    /// <summary>The name.</summary>
    public string? Name { get; internal set; }

    /// <summary>The code that the customer has in your own systems.</summary>
    public string? CustomerCode { get; internal set; }

    /// <summary>The phone number of the primary contact.</summary>
    public string? Phone => PrimaryContact?.Phone;

    /// <summary>The email address of the primary contact.</summary>
    public string? Email => PrimaryContact?.Email;

    /// <summary>Street and number.</summary>
    public string? Address { get; internal set; }

    /// <summary>The city.</summary>
    public string? City { get; internal set; }

    /// <summary>The state or province.</summary>
    public string? State { get; internal set; }

    /// <summary>The country.</summary>
    public string? Country { get; internal set; }

    /// <summary>The postal code (pinCode).</summary>
    public string? PostalCode { get; internal set; }

    /// <summary>The tenant's own type of customer (customerType).</summary>
    public string? Type { get; internal set; }

    /// <summary>The tenant's own classification.</summary>
    public string? Classification { get; internal set; }

    /// <summary>The sales zone; 0 for none.</summary>
    public long? Zone { get; internal set; }

    /// <summary>What the two flags say; without any flag an individual.</summary>
    public CustomerType CustomerType =>
        IsOrganization == true ? CustomerType.Organization
        : IsChannelPartner == true ? CustomerType.ChannelPartner
        : CustomerType.Individual;

    /// <summary>The status letter (currentStatus).</summary>
    public string? Status { get; internal set; }

    /// <summary>Remarks.</summary>
    public string? Remarks { get; internal set; }

    /// <summary>The web site.</summary>
    public string? Website { get; internal set; }

    /// <summary>When it was made (generationDate, else imageReferenceId), in the session's zone.</summary>
    public DateTimeOffset? Created { get; internal set; }

    /// <summary>When it was last changed, in the session's zone; only the date range pull tells it.</summary>
    public DateTimeOffset? LastModified { get; internal set; }

    /// <summary>The contacts.</summary>
    public Contact[] Contacts { get; internal set; } = [];

    /// <summary>Whether it is an organization.</summary>
    public bool? IsOrganization { get; internal set; }

    /// <summary>Whether it is a channel partner.</summary>
    public bool? IsChannelPartner { get; internal set; }

    /// <summary>Degrees north, as text.</summary>
    public string? Latitude { get; internal set; }

    /// <summary>Degrees east, as text.</summary>
    public string? Longitude { get; internal set; }

    /// <summary>The employee who made it; 0 for none.</summary>
    public long? CreatorId { get; internal set; }

    /// <summary>Its channel partner; 0 for none.</summary>
    public long? ChannelPartnerId { get; internal set; }

    /// <summary>Its rate plan; 0 for none.</summary>
    public long? RatePlanId { get; internal set; }

    /// <summary>Its campaign; 0 for none.</summary>
    public long? CampaignId { get; internal set; }

    /// <summary>The item of its campaign; 0 for none.</summary>
    public long? CampaignItemId { get; internal set; }

    /// <summary>The activity of its campaign; 0 for none.</summary>
    public long? CampaignActivityId { get; internal set; }

    /// <summary>How many enquiries it has (totalNoOfEnquiries).</summary>
    public long? EnquiryCount { get; internal set; }

    /// <summary>Feedback on the customer, as the service writes it.</summary>
    public string? Feedback { get; internal set; }

    /// <summary>The reference of its image; carries the time of creation.</summary>
    public string? ImageReferenceId { get; internal set; }

    /// <summary>Its level.</summary>
    public long? CustomerLevel { get; internal set; }

    /// <summary>The company above it; 0 for none.</summary>
    public long? CompanyParentId { get; internal set; }

    /// <summary>The employee it is assigned to; 0 for none.</summary>
    public long? AssignedToId { get; internal set; }

    /// <summary>The credit limit, in the tenant's currency.</summary>
    public decimal? MaxCreditAmount { get; internal set; }

    /// <summary>The credit period, in the tenant's unit.</summary>
    public long? MaxCreditPeriod { get; internal set; }

    /// <summary>The employee in its history; 0 for none.</summary>
    public long? HistoryEmployeeId { get; internal set; }

    /// <summary>The employee of its channel partner; 0 for none.</summary>
    public long? ChannelPartnerEmployeeId { get; internal set; }

    /// <summary>Whether it has been deleted.</summary>
    public bool? IsDeleted { get; internal set; }

    /// <summary>The status letter of the company.</summary>
    public string? CompanyStatus { get; internal set; }

    /// <summary>The service's own flag isExistingCustomer.</summary>
    public bool? IsExistingCustomer { get; internal set; }

    /// <summary>The service's own flag isExistingContact.</summary>
    public bool? IsExistingContact { get; internal set; }

    /// <summary>Whether it has been synchronised.</summary>
    public bool? SyncStatus { get; internal set; }

    /// <summary>The location it was synchronised with.</summary>
    public string? SyncedLocationId { get; internal set; }

    /// <summary>Remarks of others.</summary>
    public string? CrossRemarks { get; internal set; }

    /// <summary>The last step of its synchronisation.</summary>
    public long? SyncedStepNumber { get; internal set; }

    /// <summary>What it owes, in the tenant's currency.</summary>
    public decimal? OutstandingAmount { get; internal set; }

    /// <summary>The zone of its sales administrator; 0 for none.</summary>
    public long? SalesAdminZone { get; internal set; }

    /// <summary>Who referred it; 0 for none.</summary>
    public long? ReferralId { get; internal set; }

    /// <summary>Whether it came in through the API.</summary>
    public bool? IsApi { get; internal set; }

    /// <summary>Fields that nobody documented, and documented ones that could not be read, by their names on the wire.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal set; } = AdditionalPropertyBag.None;

    /// <summary>
    /// Documented fields whose value could not be read, by their names on the wire (<c>generationDate</c>, <c>contacts.age</c>): the
    /// property is <see langword="null"/>, and the value as it came is in AdditionalProperties, a contact's in the contact's.
    /// </summary>
    public IReadOnlyList<string> UnreadableFields { get; internal set; } = [];

    private Contact? PrimaryContact => Array.Find(Contacts, contact => contact.IsPrimary == true) ?? Contacts.FirstOrDefault();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Id})".TrimStart();
}
