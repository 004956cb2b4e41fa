using System.Management.Automation;

namespace KapturePS;

/// <content>The parameters: who gets the contact, and what is said of it.</content>
public sealed partial class AddKaptureContactCommand
{
    /// <summary>The id that Kapture gave the customer.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "customer_id", "kapture_customer_id")]
    public string? CustomerId { get; set; }

    /// <summary>The whole name.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_person_name", "contactPerson", "contact_person", "ContactName")]
    public string? Name { get; set; }

    /// <summary>The first name; Legacy has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("first_name", "GivenName", "ContactFirstName")]
    public string? FirstName { get; set; }

    /// <summary>The last name; Legacy has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("last_name", "Surname", "ContactLastName")]
    public string? LastName { get; set; }

    /// <summary>The form of address; Legacy has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_title", "ContactTitle")]
    public string? Title { get; set; }

    /// <summary>The phone number as text.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_person_phone", "ContactPhone", "Mobile", "MobilePhone", "PhoneNumber", "Telephone", "TelephoneNumber")]
    public string? Phone { get; set; }

    /// <summary>The email address.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_person_email", "ContactEmail", "email_id", "Mail", "EmailAddress", "EmailId")]
    public string? Email { get; set; }

    /// <summary>A second phone number as text.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("additional_contact_phone", "additional_phone", "ContactAdditionalPhone")]
    public string? AdditionalPhone { get; set; }

    /// <summary>A second email address; V1 has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("additional_email")]
    public string? AdditionalEmail { get; set; }

    /// <summary>The country code of the phone; Legacy has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("country_code", "phoneCountryCode", "ContactCountryCode")]
    public string? CountryCode { get; set; }

    /// <summary>The gender, in the tenant's words.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("ContactGender")]
    [ArgumentCompleter(typeof(GenderCompleter))]
    public string? Gender { get; set; }

    /// <summary>The age in whole years; V1 has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    public string? Age { get; set; }

    /// <summary>The marital status, in the tenant's words; V1 has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("marital_status")]
    public string? MaritalStatus { get; set; }

    /// <summary>The position in the company; V1 has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("JobTitle")]
    public string? Designation { get; set; }

    /// <summary>The date of birth; Legacy has no field for it.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("dob", "date_of_birth", "ContactDateOfBirth")]
    [DateText]
    public string? DateOfBirth { get; set; }
}
