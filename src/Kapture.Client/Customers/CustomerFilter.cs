using System.Globalization;

namespace Kapture;

/// <summary>What a pull asks for beside its dates (Pull Customer API by Date Range, Request Body). Unset means all.</summary>
public sealed class CustomerFilter
{
    private const int AttributeCount = 15;

    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The phone number, as text.</summary>
    public string? Phone { get; set; }

    /// <summary>The email address.</summary>
    public string? Email { get; set; }

    /// <summary>The code that the customer has in your own systems.</summary>
    public string? CustomerCode { get; set; }

    /// <summary>The id that Kapture gave the customer.</summary>
    public long? CustomerId { get; set; }

    /// <summary>The type of designation, in the tenant's words.</summary>
    public string? DesignationType { get; set; }

    /// <summary>Zones, by id.</summary>
    public IReadOnlyList<int> ZoneIds { get; set; } = [];

    /// <summary>Employees the customer is assigned to, by id.</summary>
    public IReadOnlyList<int> AssignedToIds { get; set; } = [];

    /// <summary>The kind of customer; <see langword="null"/> for all.</summary>
    public CustomerType? CustomerType { get; set; }

    /// <summary>The primary source, by id.</summary>
    public long? PrimarySourceId { get; set; }

    /// <summary>The secondary source, by id.</summary>
    public long? SecondarySourceId { get; set; }

    /// <summary>The tertiary source, by id.</summary>
    public long? TertiarySourceId { get; set; }

    /// <summary>Whether to search by the criteria that the tenant configured for its page of all customers.</summary>
    public bool AllCustomerPage { get; set; }

    /// <summary>Whether anything is asked for beside the dates.</summary>
    internal bool IsSet => AllCustomerPage || CustomerId is not null || CustomerType is not null || PrimarySourceId is not null || SecondarySourceId is not null
        || TertiarySourceId is not null || ZoneIds.Count > 0 || AssignedToIds.Count > 0 || _attributes.Count > 0
        || (Name ?? Phone ?? Email ?? CustomerCode ?? DesignationType) is not null;

    /// <summary>The tenant's attributes, <c>attr1</c> to <c>attr15</c>.</summary>
    public IReadOnlyDictionary<string, string> Attributes => _attributes;

    /// <summary>Asks for an attribute.</summary>
    /// <param name="name"><c>attr1</c> to <c>attr15</c>, or the number alone.</param>
    /// <param name="value">The value it must have.</param>
    /// <exception cref="KaptureException">InvalidValue: there is no such attribute.</exception>
    public void SetAttribute(string name, string value)
    {
        var digits = name.StartsWith("attr", StringComparison.OrdinalIgnoreCase) ? name.Substring(4) : name;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > AttributeCount)
            throw KaptureException.Invalid("Attribute", name, $"knows no '{name}'; it takes attr1 to attr{AttributeCount}.");
        _attributes["attr" + number.ToString(CultureInfo.InvariantCulture)] = TextRules.Check("Attribute " + name, value);
    }
}
