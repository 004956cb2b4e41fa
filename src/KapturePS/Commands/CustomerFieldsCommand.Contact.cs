using System.Collections;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <content>The parameters that say something of the customer's contacts and enquiry.</content>
public abstract partial class CustomerFieldsCommand
{
    /// <summary>The form of address of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_title", "title")]
    public string? ContactTitle { get; set; }

    /// <summary>The first name of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("first_name", "FirstName", "GivenName")]
    public string? ContactFirstName { get; set; }

    /// <summary>The last name of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("last_name", "LastName", "Surname")]
    public string? ContactLastName { get; set; }

    /// <summary>The whole name of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_person_name", "contactPerson", "ContactPerson_Name")]
    public string? ContactName { get; set; }

    /// <summary>The country code of the first contact's phone.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("country_code", "CountryCode", "phoneCountryCode")]
    public string? ContactCountryCode { get; set; }

    /// <summary>The phone number of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_person_phone")]
    public string? ContactPhone { get; set; }

    /// <summary>The email address of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_person_email")]
    public string? ContactEmail { get; set; }

    /// <summary>A second phone number of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("additional_contact_phone", "AdditionalPhone")]
    public string? ContactAdditionalPhone { get; set; }

    /// <summary>The date of birth of the first contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("dob")]
    [DateText]
    public string? ContactDateOfBirth { get; set; }

    /// <summary>The gender of the first contact, in the tenant's words.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("gender")]
    [ArgumentCompleter(typeof(GenderCompleter))]
    public string? ContactGender { get; set; }

    /// <summary>Further contacts: New's own names without the prefix, or the wire names.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_info", "Contacts")]
    [FieldDictionary(IsMany = true)]
    public IDictionary[]? Contact { get; set; }

    /// <summary>An enquiry to add with the customer.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("enquiry_info")]
    [FieldDictionary]
    public IDictionary? Enquiry { get; set; }

    /// <summary>Reads the contacts and the enquiry of the row.</summary>
    private protected void ReadContacts(CustomerFields fields, long? contactId)
    {
        var first = new ContactFields
        {
            Id = contactId,
            Title = Text(ContactTitle),
            FirstName = Text(ContactFirstName),
            LastName = Text(ContactLastName),
            Name = Text(ContactName),
            CountryCode = Text(ContactCountryCode),
            Phone = Text(ContactPhone),
            Email = Text(ContactEmail),
            AdditionalPhone = Text(ContactAdditionalPhone),
            DateOfBirth = Date(ContactDateOfBirth),
            Gender = Text(ContactGender),
        };
        if (!first.IsEmpty)
            fields.Contacts.Add(first);
        foreach (var values in Dictionaries(Contact))
        {
            fields.Contacts.Add(Read(values, static pairs =>
            {
                var contact = ContactFields.From(pairs);
                contact.DateOfBirth = CellReader.ReadDay(contact.DateOfBirth, "Contact.DateOfBirth");
                return contact;
            }));
        }

        if (Pairs(Enquiry) is { Count: > 0 } enquiry)
            fields.Enquiry = Read(enquiry, EnquiryFields.From);
    }

    // One that cannot be read is one all the same, for a dialect that has none.
    private T Read<T>(Dictionary<string, object?> pairs, Func<Dictionary<string, object?>, T> read)
        where T : new()
    {
        try
        {
            return read(pairs);
        }
        catch (KaptureException e)
        {
            Defer(e);
            return new T();
        }
    }

    private IEnumerable<Dictionary<string, object?>> Dictionaries(IDictionary[]? contacts)
    {
        foreach (var contact in contacts ?? [])
        {
            if (Pairs(contact, nameof(Contact)) is { Count: > 0 } pairs)
                yield return pairs;
        }
    }
}
