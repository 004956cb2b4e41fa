using System.Collections;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <content>The parameters: the range, the filters, the pages.</content>
public sealed partial class GetKaptureCustomerByDateCommand
{
    /// <summary>The start of the range; belongs to it.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "The first day, as 2024-05-02; or a time, as '2024-05-02 16:15:42', on the service's clock.")]
    [IsoDate]
    public DateTime StartDate { get; set; }

    /// <summary>The end of the range; now where it is not given.</summary>
    [Parameter(Position = 1)]
    [IsoDate]
    public DateTime? EndDate { get; set; }

    /// <summary>The account; the session's where it is not given.</summary>
    [Parameter]
    [Alias("cm_id")]
    [ValidateRange(1, long.MaxValue)]
    public long? AccountId { get; set; }

    /// <summary>Only customers of this name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>Only customers with this phone number.</summary>
    [Parameter]
    public string? Phone { get; set; }

    /// <summary>Only customers with this email address.</summary>
    [Parameter]
    public string? Email { get; set; }

    /// <summary>Only customers with this code.</summary>
    [Parameter]
    public string? CustomerCode { get; set; }

    /// <summary>Only the customer with this id.</summary>
    [Parameter]
    public long? CustomerId { get; set; }

    /// <summary>Only customers of this type of designation.</summary>
    [Parameter]
    public string? DesignationType { get; set; }

    /// <summary>Only customers of these zones.</summary>
    [Parameter]
    public int[]? ZoneId { get; set; }

    /// <summary>Only customers assigned to these employees.</summary>
    [Parameter]
    public int[]? AssignedToId { get; set; }

    /// <summary>Only customers of this kind.</summary>
    [Parameter]
    [Choice("All", "Organization", "Individual", "ChannelPartner")]
    [ArgumentCompleter(typeof(CustomerTypeFilterCompleter))]
    public string CustomerType { get; set; } = "All";

    /// <summary>Only customers of this primary source.</summary>
    [Parameter]
    public long? PrimarySourceId { get; set; }

    /// <summary>Only customers of this secondary source.</summary>
    [Parameter]
    public long? SecondarySourceId { get; set; }

    /// <summary>Only customers of this tertiary source.</summary>
    [Parameter]
    public long? TertiarySourceId { get; set; }

    /// <summary>Only customers with these attributes, attr1 to attr15.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AttributeCompleter))]
    public IDictionary? Attribute { get; set; }

    /// <summary>Search by the criteria of the tenant's page of all customers.</summary>
    [Parameter]
    public SwitchParameter AllCustomerPage { get; set; }

    /// <summary>Customers a request.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int PageSize { get; set; } = 100;

    /// <summary>How many days are fetched ahead: requests in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, KaptureClientOptions.MaximumConnections)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>The most customers to give.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>How many customers to pass over first.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long Skip { get; set; }
}
