namespace Kapture.Emulator.Store;

/// <summary>A contact as it is kept. What the documented contact has beyond this never changes.</summary>
internal sealed record ContactRecord
{
    public long Id { get; init; }

    public string ContactPerson { get; init; } = "";

    public string Gender { get; init; } = "";

    public string Phone { get; init; } = "";

    public string AdditionalPhone { get; init; } = "";

    public string Email { get; init; } = "";

    public string PhoneCountryCode { get; init; } = "";

    /// <summary>In years; 0 where nobody said.</summary>
    public long Age { get; init; }

    public string MaritalStatus { get; init; } = "";

    public string Designation { get; init; } = "";

    public string AdditionalEmail { get; init; } = "";

    public bool IsPrimary { get; init; }

    /// <summary>Wall clock of the service's zone.</summary>
    public DateTime Created { get; init; }
}
