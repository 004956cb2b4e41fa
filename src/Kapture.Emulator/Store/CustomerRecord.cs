namespace Kapture.Emulator.Store;

/// <summary>A customer as it is kept; immutable, so that an answer can be written while others change the store.</summary>
internal sealed record CustomerRecord
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Address { get; init; } = "";

    public string City { get; init; } = "";

    public string State { get; init; } = "";

    public string Country { get; init; } = "";

    public string PinCode { get; init; } = "";

    public string CustomerCode { get; init; } = "";

    public string CustomerType { get; init; } = "";

    public string Classification { get; init; } = "";

    public string Remarks { get; init; } = "";

    public string CrossRemarks { get; init; } = "";

    public string DateOfBirth { get; init; } = "";

    public string AnniversaryDate { get; init; } = "";

    public bool IsOrganization { get; init; }

    public bool IsChannelPartner { get; init; }

    public long Zone { get; init; }

    public long AssignedToId { get; init; }

    public CustomerSources Sources { get; init; }

    public int Enquiries { get; init; }

    public ExtraFields AdditionalFields { get; init; }

    public ExtraFields AssociateFields { get; init; }

    /// <summary>Never empty; exactly one is the primary one, and it holds the customer's own phone and email.</summary>
    public IReadOnlyList<ContactRecord> Contacts { get; init; } = [];

    /// <summary>Wall clock of the service's zone.</summary>
    public DateTime Created { get; init; }

    /// <summary>Wall clock of the service's zone.</summary>
    public DateTime Modified { get; init; }

    public ContactRecord PrimaryContact => Contacts.FirstOrDefault(static c => c.IsPrimary) ?? Contacts[0];
}
