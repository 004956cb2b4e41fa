using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// What a write says about a customer. A field that is <see langword="null"/> is not sent; an empty one is sent,
/// which blanks it. Nothing here is checked before <see cref="CheckForAdd"/> or <see cref="CheckForUpdate"/>.
/// </summary>
public sealed class CustomerFields
{
    internal static readonly TextField<CustomerFields>[] TextFields =
    [
        new("Name", "customer_name", "name", f => f.Name, (f, v) => f.Name = v),
        new("Phone", "phone", "phone", f => f.Phone, (f, v) => f.Phone = v, isPhone: true),
        new("Email", "email_id", "email", f => f.Email, (f, v) => f.Email = v),
        new("Locality", "locality", null, f => f.Locality, (f, v) => f.Locality = v),
        new("City", "city", "city", f => f.City, (f, v) => f.City = v),
        new("State", "state", "state", f => f.State, (f, v) => f.State = v),
        new("Country", "country", "country", f => f.Country, (f, v) => f.Country = v),
        new("Address", "address", "address", f => f.Address, (f, v) => f.Address = v),
        new("Type", "type", "type", f => f.Type, (f, v) => f.Type = v),
        new("Classification", "classification", "classification", f => f.Classification, (f, v) => f.Classification = v),
        new("PostalCode", "pincode", null, f => f.PostalCode, (f, v) => f.PostalCode = v),
        new("CustomerCode", "customer_code", "customer_code", f => f.CustomerCode, (f, v) => f.CustomerCode = v),
        new("AssignedToName", "customer_assign_emp_name", null, f => f.AssignedToName, (f, v) => f.AssignedToName = v),
        new("AssignedToCode", "customer_assign_emp_code", null, f => f.AssignedToCode, (f, v) => f.AssignedToCode = v),
        new("AssignedToEmail", "customer_assign_emp_email", null, f => f.AssignedToEmail, (f, v) => f.AssignedToEmail = v),
        new("Zone", "zone", "zone", f => f.Zone, (f, v) => f.Zone = v),
        new("CustomerRemarks", "customer_remarks", null, f => f.CustomerRemarks, (f, v) => f.CustomerRemarks = v),
        new("Remarks", "remarks", null, f => f.Remarks, (f, v) => f.Remarks = v),
        new("PrimarySource", "primary_source", null, f => f.PrimarySource, (f, v) => f.PrimarySource = v),
        new("SecondarySource", "secondary_source", null, f => f.SecondarySource, (f, v) => f.SecondarySource = v),
        new("TertiarySource", "tertiary_source", null, f => f.TertiarySource, (f, v) => f.TertiarySource = v),
        new("DateOfBirth", null, "date_of_birth", f => f.DateOfBirth, (f, v) => f.DateOfBirth = v),
        new("AnniversaryDate", null, "anniversary_date", f => f.AnniversaryDate, (f, v) => f.AnniversaryDate = v),
    ];

    /// <summary>The customer's name.</summary>
    public string? Name { get; set; }

    /// <summary>The phone number as text: leading zeros and + survive.</summary>
    public string? Phone { get; set; }

    /// <summary>The email address.</summary>
    public string? Email { get; set; }

    /// <summary>The part of the city.</summary>
    public string? Locality { get; set; }

    /// <summary>The city.</summary>
    public string? City { get; set; }

    /// <summary>The state or province.</summary>
    public string? State { get; set; }

    /// <summary>The country.</summary>
    public string? Country { get; set; }

    /// <summary>Street and number, as many lines as there are.</summary>
    public string? Address { get; set; }

    /// <summary>The tenant's own type of customer.</summary>
    public string? Type { get; set; }

    /// <summary>The tenant's own classification.</summary>
    public string? Classification { get; set; }

    /// <summary>The postal code (PIN).</summary>
    public string? PostalCode { get; set; }

    /// <summary>The code that the customer has in your own systems.</summary>
    public string? CustomerCode { get; set; }

    /// <summary>The name of the employee the customer is assigned to.</summary>
    public string? AssignedToName { get; set; }

    /// <summary>The code of the employee the customer is assigned to.</summary>
    public string? AssignedToCode { get; set; }

    /// <summary>The email address of the employee the customer is assigned to.</summary>
    public string? AssignedToEmail { get; set; }

    /// <summary>The sales zone.</summary>
    public string? Zone { get; set; }

    /// <summary>Remarks on the customer.</summary>
    public string? CustomerRemarks { get; set; }

    /// <summary>Remarks on this write.</summary>
    public string? Remarks { get; set; }

    /// <summary>Where the customer came from, first level.</summary>
    public string? PrimarySource { get; set; }

    /// <summary>Where the customer came from, second level.</summary>
    public string? SecondarySource { get; set; }

    /// <summary>Where the customer came from, third level.</summary>
    public string? TertiarySource { get; set; }

    /// <summary>The date of birth, <c>yyyy-MM-dd</c>; V1 has no field for it.</summary>
    public string? DateOfBirth { get; set; }

    /// <summary>The anniversary, <c>yyyy-MM-dd</c>; V1 has no field for it.</summary>
    public string? AnniversaryDate { get; set; }

    /// <summary>Person, organization or channel partner; the three flags of the API.</summary>
    public CustomerType? CustomerType { get; set; }

    /// <summary>Contacts to add, or to change where they carry an id.</summary>
    public IList<ContactFields> Contacts { get; } = [];

    /// <summary>An enquiry to add with the customer.</summary>
    public EnquiryFields? Enquiry { get; set; }

    /// <summary>The tenant's custom fields, by their names there.</summary>
    public IDictionary<string, object?> AdditionalFields { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The tenant's associate fields, by their names there.</summary>
    public IDictionary<string, object?> AssociateFields { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Whether an update with these fields would say nothing at all.</summary>
    public bool IsEmpty =>
        CustomerType is null && Contacts.Count == 0 && Enquiry is null && AdditionalFields.Count == 0 && AssociateFields.Count == 0
        && !Array.Exists(TextFields, text => text.Get(this) is not null);

    /// <summary>The names of the text fields that <see cref="Clear"/> takes.</summary>
    public static IReadOnlyList<string> ClearableNames { get; } = Array.ConvertAll(TextFields, text => text.Name);

    /// <summary>How a dialect calls a text field on the wire.</summary>
    /// <param name="fieldName">One of <see cref="ClearableNames"/>, in any case.</param>
    /// <param name="dialect">The dialect.</param>
    /// <returns>The name; <see langword="null"/> where the dialect has no such field, or nobody has.</returns>
    public static string? WireNameOf(string fieldName, Dialect dialect)
    {
        var field = Array.Find(TextFields, f => string.Equals(f.Name, fieldName, StringComparison.OrdinalIgnoreCase));
        return dialect == Dialect.Legacy ? field?.LegacyName : field?.V1Name;
    }

    /// <summary>Blanks a field by its name.</summary>
    /// <param name="fieldName">One of <see cref="ClearableNames"/>, in any case.</param>
    /// <exception cref="KaptureException">InvalidValue: there is no such field.</exception>
    public void Clear(string fieldName)
    {
        var field = Array.Find(TextFields, f => string.Equals(f.Name, fieldName, StringComparison.OrdinalIgnoreCase))
            ?? throw KaptureException.Invalid("Clear", fieldName, $"knows no field '{fieldName}'; it takes {string.Join(", ", ClearableNames)}.");
        field.Set(this, string.Empty);
    }

    /// <summary>Unsets what the customer has already, so that an update says only what it changes.</summary>
    /// <param name="customer">The customer as the service gave it. Fields that it does not tell stay set.</param>
    public void RemoveWhatIsAlready(Customer customer) => StoredFields.RemoveWhatIsAlready(this, customer);

    /// <summary>The same fields once more; the contacts are copies too.</summary>
    internal CustomerFields Copy()
    {
        var copy = new CustomerFields { CustomerType = CustomerType, Enquiry = Enquiry };
        foreach (var field in TextFields)
            field.Set(copy, field.Get(this));
        foreach (var contact in Contacts)
            copy.Contacts.Add(contact.Copy());
        foreach (var field in AdditionalFields)
            copy.AdditionalFields.Add(field);
        foreach (var field in AssociateFields)
            copy.AssociateFields.Add(field);
        return copy;
    }

    /// <summary>Refuses what a generation of the API has no words for. Comes before the other checks: no other mending would help.</summary>
    /// <param name="dialect">The generation.</param>
    /// <exception cref="KaptureException">NotInDialect, or InvalidValue where its words would mean something else; nothing was sent.</exception>
    public void CheckWords(Dialect dialect) => dialect.CheckWords(this);

    /// <summary>Checks what an add needs: a name, and a phone or an email (Add Customer API, Request Body).</summary>
    /// <exception cref="KaptureException">MissingField or InvalidValue; nothing was sent.</exception>
    public void CheckForAdd()
    {
        if (IsBlank(Name))
            throw KaptureException.Missing("Name is missing: a customer needs a name, and a phone or an email.");
        if (IsBlank(Phone) && IsBlank(Email))
            throw KaptureException.Missing("Phone and Email are missing: a customer needs a name, and a phone or an email.");
        Check();
    }

    /// <summary>Checks what an update needs.</summary>
    /// <exception cref="KaptureException">MissingField or InvalidValue; nothing was sent.</exception>
    public void CheckForUpdate() => Check();

    internal static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);

    [MethodImpl(HotPath.Compile)]
    private void Check()
    {
        foreach (var field in TextFields)
        {
            if (field.Get(this) is { Length: > 0 } value)
                field.Check(string.Empty, value);
        }

        for (var i = 0; i < Contacts.Count; i++)
        {
            var contact = Contacts[i];
            contact.Check(i == 0 ? "Contact" : $"Contact {i + 1} ");

            // The service wants one of the two in every contact that it is to add.
            if (contact.Id is null && IsBlank(contact.Phone) && IsBlank(contact.Email))
            {
                contact.Phone = IsBlank(Phone) ? contact.Phone : Phone;
                contact.Email = IsBlank(Email) ? contact.Email : Email;
                if (IsBlank(contact.Phone) && IsBlank(contact.Email))
                    throw KaptureException.Missing($"Contact {i + 1} has neither a phone nor an email: give one of them, or the id of the contact to change.");
            }
        }

        Enquiry?.Check();
        CustomField.Check("AdditionalField", AdditionalFields);
        CustomField.Check("AssociateField", AssociateFields);
    }
}
