namespace Kapture.Emulator.Store;

/// <summary>
/// What a write says about a customer, whatever dialect it came in. Null means that it says nothing,
/// <c>""</c> that it erases.
/// </summary>
internal sealed record CustomerChange
{
    public string? Name { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? Address { get; init; }

    public string? City { get; init; }

    public string? State { get; init; }

    public string? Country { get; init; }

    public string? PinCode { get; init; }

    public string? CustomerCode { get; init; }

    public string? CustomerType { get; init; }

    public string? Classification { get; init; }

    public string? Remarks { get; init; }

    public string? CrossRemarks { get; init; }

    public string? DateOfBirth { get; init; }

    public string? AnniversaryDate { get; init; }

    public bool? Individual { get; init; }

    public bool? Organization { get; init; }

    public bool? ChannelPartner { get; init; }

    public long? Zone { get; init; }

    public long? AssignedToId { get; init; }

    public long? PrimarySource { get; init; }

    public long? SecondarySource { get; init; }

    public long? TertiarySource { get; init; }

    public ExtraFields AdditionalFields { get; init; }

    public ExtraFields AssociateFields { get; init; }

    public bool AddsEnquiry { get; init; }

    public IReadOnlyList<ContactChange> Contacts { get; init; } = [];

    /// <summary>Whether it says what every add has to: a name, and a phone or an email.</summary>
    public bool IsEnoughToAdd => !string.IsNullOrEmpty(Name) && !(string.IsNullOrEmpty(Phone) && string.IsNullOrEmpty(Email));

    /// <summary>The customer after this change. Its contacts are another matter: <see cref="ContactChanges"/>.</summary>
    public CustomerRecord ApplyTo(CustomerRecord customer) => customer with
    {
        Name = Name ?? customer.Name,
        Address = Address ?? customer.Address,
        City = City ?? customer.City,
        State = State ?? customer.State,
        Country = Country ?? customer.Country,
        PinCode = PinCode ?? customer.PinCode,
        CustomerCode = CustomerCode ?? customer.CustomerCode,
        CustomerType = CustomerType ?? customer.CustomerType,
        Classification = Classification ?? customer.Classification,
        Remarks = Remarks ?? customer.Remarks,
        CrossRemarks = CrossRemarks ?? customer.CrossRemarks,
        DateOfBirth = DateOfBirth ?? customer.DateOfBirth,
        AnniversaryDate = AnniversaryDate ?? customer.AnniversaryDate,
        IsOrganization = Organization ?? (Individual != true && customer.IsOrganization),
        IsChannelPartner = ChannelPartner ?? (Individual != true && customer.IsChannelPartner),
        Zone = Zone ?? customer.Zone,
        AssignedToId = AssignedToId ?? customer.AssignedToId,
        Sources = new CustomerSources(
            PrimarySource ?? customer.Sources.Primary,
            SecondarySource ?? customer.Sources.Secondary,
            TertiarySource ?? customer.Sources.Tertiary),
        AdditionalFields = customer.AdditionalFields.With(AdditionalFields),
        AssociateFields = customer.AssociateFields.With(AssociateFields),
        Enquiries = customer.Enquiries + (AddsEnquiry ? 1 : 0),
    };
}
