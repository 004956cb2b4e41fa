using System.Collections;
using System.Management.Automation;

namespace EmptyCmdlet;

/// <summary>
/// Takes what New-KaptureCustomer takes, bound by the engine as in any binary cmdlet, and does nothing with it. The bench
/// compares the two sets of parameters before it measures: add here what is added there.
/// </summary>
[Cmdlet(VerbsCommon.Skip, "KaptureCustomer", SupportsShouldProcess = true)]
public sealed class SkipKaptureCustomerCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true), AllowNull]
    public PSObject? InputObject { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("customer_name", "CustomerName", "DisplayName")]
    public string? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Mobile", "MobilePhone", "PhoneNumber", "Telephone", "TelephoneNumber")]
    public string? Phone { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("email_id", "Mail", "EmailAddress", "EmailId")]
    public string? Email { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("customer_code", "Code")]
    public string? CustomerCode { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Street", "StreetAddress")]
    public string? Address { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Locality { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Town")]
    public string? City { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Province")]
    public string? State { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Country { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("pincode", "pin_code", "Zip", "ZipCode", "Postcode", "postal_code")]
    public string? PostalCode { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Type { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Classification { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Zone { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Notes")]
    public string? Remarks { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("customer_remarks")]
    public string? CustomerRemarks { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("primary_source", "Source")]
    public string? PrimarySource { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("secondary_source")]
    public string? SecondarySource { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("tertiary_source")]
    public string? TertiarySource { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("customer_assign_emp_name")]
    public string? AssignedToName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("customer_assign_emp_code")]
    public string? AssignedToCode { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("customer_assign_emp_email")]
    public string? AssignedToEmail { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("date_of_birth")]
    public string? DateOfBirth { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("anniversary_date")]
    public string? AnniversaryDate { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("customer_type")]
    public string? CustomerType { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("additional_fields", "AdditionalFields")]
    public IDictionary? AdditionalField { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("associate_fields", "AssociateFields")]
    public IDictionary? AssociateField { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("contact_title", "title")]
    public string? ContactTitle { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("first_name", "FirstName", "GivenName")]
    public string? ContactFirstName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("last_name", "LastName", "Surname")]
    public string? ContactLastName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("contact_person_name", "contactPerson", "ContactPerson_Name")]
    public string? ContactName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("country_code", "CountryCode", "phoneCountryCode")]
    public string? ContactCountryCode { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("contact_person_phone")]
    public string? ContactPhone { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("contact_person_email")]
    public string? ContactEmail { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("additional_contact_phone", "AdditionalPhone")]
    public string? ContactAdditionalPhone { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("dob")]
    public string? ContactDateOfBirth { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("gender")]
    public string? ContactGender { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("contact_info", "Contacts")]
    public IDictionary[]? Contact { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("enquiry_info")]
    public IDictionary? Enquiry { get; set; }

    [Parameter]
    public string[]? AdditionalFieldProperty { get; set; }

    [Parameter]
    public int ThrottleLimit { get; set; } = 8;

    [Parameter]
    public object? Session { get; set; }

    [Parameter]
    public long? ExpectedCount { get; set; }

    [Parameter]
    public string? Journal { get; set; }

    [Parameter]
    public object? LookUpSession { get; set; }

    [Parameter]
    public string? IfExists { get; set; }

    [Parameter]
    public string[]? MatchBy { get; set; }

    protected override void ProcessRecord()
    {
    }
}
