using System.Collections;
using System.Management.Automation;

namespace KapturePS;

/// <content>The parameters that say something of the customer.</content>
public abstract partial class CustomerFieldsCommand
{
    /// <summary>The customer's name.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("customer_name", "CustomerName", "DisplayName")]
    public string? Name { get; set; }

    /// <summary>The phone number as text.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("Mobile", "MobilePhone", "PhoneNumber", "Telephone", "TelephoneNumber")]
    public string? Phone { get; set; }

    /// <summary>The email address.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("email_id", "Mail", "EmailAddress", "EmailId")]
    public string? Email { get; set; }

    /// <summary>The code that the customer has in your own systems.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("customer_code", "Code")]
    public string? CustomerCode { get; set; }

    /// <summary>Street and number.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("Street", "StreetAddress")]
    public string? Address { get; set; }

    /// <summary>The part of the city.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    public string? Locality { get; set; }

    /// <summary>The city.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("Town")]
    public string? City { get; set; }

    /// <summary>The state or province.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("Province")]
    public string? State { get; set; }

    /// <summary>The country.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    public string? Country { get; set; }

    /// <summary>The postal code.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("pincode", "pin_code", "Zip", "ZipCode", "Postcode", "postal_code")]
    public string? PostalCode { get; set; }

    /// <summary>The tenant's own type of customer.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    public string? Type { get; set; }

    /// <summary>The tenant's own classification.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    public string? Classification { get; set; }

    /// <summary>The sales zone.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    public string? Zone { get; set; }

    /// <summary>Remarks on this write.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("Notes")]
    public string? Remarks { get; set; }

    /// <summary>Remarks on the customer.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("customer_remarks")]
    public string? CustomerRemarks { get; set; }

    /// <summary>Where the customer came from, first level.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("primary_source", "Source")]
    public string? PrimarySource { get; set; }

    /// <summary>Where the customer came from, second level.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("secondary_source")]
    public string? SecondarySource { get; set; }

    /// <summary>Where the customer came from, third level.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("tertiary_source")]
    public string? TertiarySource { get; set; }

    /// <summary>The name of the employee the customer is assigned to.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("customer_assign_emp_name")]
    public string? AssignedToName { get; set; }

    /// <summary>The code of the employee the customer is assigned to.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("customer_assign_emp_code")]
    public string? AssignedToCode { get; set; }

    /// <summary>The email address of the employee the customer is assigned to.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("customer_assign_emp_email")]
    public string? AssignedToEmail { get; set; }

    /// <summary>The date of birth; V1 has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("date_of_birth")]
    [DateText]
    public string? DateOfBirth { get; set; }

    /// <summary>The anniversary; V1 has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("anniversary_date")]
    [DateText]
    public string? AnniversaryDate { get; set; }

    /// <summary>Individual, Organization or ChannelPartner.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("customer_type")]
    [ArgumentCompleter(typeof(CustomerTypeCompleter))]
    public string? CustomerType { get; set; }

    /// <summary>The tenant's custom fields.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("additional_fields", "AdditionalFields")]
    [FieldDictionary]
    public IDictionary? AdditionalField { get; set; }

    /// <summary>The tenant's associate fields.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("associate_fields", "AssociateFields")]
    [FieldDictionary]
    public IDictionary? AssociateField { get; set; }

    /// <summary>Names or wildcards of columns to send as custom fields.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[]? AdditionalFieldProperty { get; set; }
}
