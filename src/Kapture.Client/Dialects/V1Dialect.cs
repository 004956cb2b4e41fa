using System.Globalization;
using System.Text.Json;

namespace Kapture;

/// <summary>The current generation: <c>/ms/...</c> paths, nested bodies, and the array form of Get.</summary>
internal sealed class V1Dialect : Dialect
{
    private const string GetPath = "/search-customer-by-customer-id.html";
    private const string PullPath = "/ms/customer-search/customer-search/api/v1";

    private static readonly WireFields<CustomerFields> _customer = new(CustomerFields.TextFields, field => field.V1Name);
    private static readonly WireFields<ContactFields> _contact = new(ContactFields.TextFields, field => field.V1Name);
    private static readonly WireFields<EnquiryFields> _enquiry = new(EnquiryFields.TextFields, field => field.V1Name);

    /// <inheritdoc/>
    public override string Name => "V1";

    /// <inheritdoc/>
    internal override bool PullsByPage => true;

    /// <inheritdoc/>
    internal override bool ReadsBy(string path) => path is GetPath or PullPath;

    /// <inheritdoc/>
    private protected override string AddUpdatePath => "/ms/customer/customer/api/v1/add-update";

    /// <inheritdoc/>
    internal override DialectRequest AddContact(long customerId, ContactFields contact)
    {
        // V1 has no path of its own for it: an update of nothing but a contact without an id adds that contact.
        CheckWords(contact);
        contact.CheckForAdd();
        return new DialectRequest(KaptureOperation.AddContact, AddUpdatePath, WriteBody(customerId, new CustomerFields { Contacts = { contact } }));
    }

    /// <inheritdoc/>
    internal override bool FindsBy(CustomerKeyKind kind) => true;

    /// <inheritdoc/>
    internal override DialectRequest Get(CustomerKey key) => new(KaptureOperation.Get, GetPath, JsonBody.Write(key, static (writer, key) =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString(key.Kind switch
        {
            CustomerKeyKind.Id => "kapture_customer_id",
            CustomerKeyKind.Email => "email_id",
            _ => "phone",
        }, key.Value);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }));

    /// <inheritdoc/>
    internal override DialectRequest[] Pull(CustomerPage page)
    {
        if (page.AccountId is null)
            throw KaptureException.Missing("AccountId is missing: V1 asks for date ranges by account. Give -AccountId (the vendor's cm_id) here or to Connect-Kapture.");
        return [new(KaptureOperation.Pull, PullPath, JsonBody.Write(page, WritePull))];
    }

    /// <inheritdoc/>
    internal override WriteResult ReadWrite(KaptureOperation asked, ServiceAnswer answer) => new()
    {
        CustomerId = answer.CustomerId,
        ContactId = answer.ContactId,
        Message = answer.Message?.Trim(),
        Action = answer.ActionEvent?.ToUpperInvariant() switch
        {
            "ADD_CUSTOMER" => WriteAction.Added,
            _ when asked == KaptureOperation.AddContact && !Text.Contains(answer.Message, "Contact Updated") => WriteAction.ContactAdded,
            "UPDATE_CUSTOMER" => WriteAction.Updated,
            _ => ActionOf(asked, answer.Message),
        },
    };

    private static void WritePull(Utf8JsonWriter writer, CustomerPage page)
    {
        writer.WriteStartObject();
        writer.WriteNumber("cm_id", page.AccountId!.Value);
        V1Filter.Write(writer, page.Filter);
        writer.WriteString("createStartDate", Day(page.Day));

        // The day after: whichever way the service reads the end, the whole day is in the answer.
        writer.WriteString("createEndDate", Day(page.Day.AddDays(1)));
        writer.WriteNumber("limit", page.Limit);
        writer.WriteNumber("offset", page.Offset);
        writer.WriteEndObject();
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    internal override void CheckWords(CustomerFields fields)
    {
        if (_customer.FindMissing(fields) is { } field)
            throw NotInV1($"{field.Name}; the Legacy dialect has. If your tenant keeps it in a custom field, send it with -AdditionalField");
        foreach (var contact in fields.Contacts)
            CheckWords(contact);
    }

    /// <inheritdoc/>
    internal override void CheckWords(ContactFields contact)
    {
        if (_contact.FindMissing(contact) is { } field)
            throw NotInV1($"{field.Name} of a contact; the Legacy dialect has (Add-KaptureContact). If your tenant keeps it in a custom field of the customer, send it with Set-KaptureCustomer -AdditionalField");
    }

    private static KaptureException NotInV1(string what) => new(KaptureErrorId.NotInDialect, $"V1 has no field for {what}.");

    /// <inheritdoc/>
    private protected override byte[] WriteBody(long? customerId, CustomerFields fields) => JsonBody.Write((CustomerId: customerId, Fields: fields), static (writer, write) =>
    {
        var fields = write.Fields;
        writer.WriteStartObject();
        writer.WriteStartObject("customer_info"u8);
        if (write.CustomerId is { } id)
            writer.WriteString("customer_id"u8, id.ToString(CultureInfo.InvariantCulture));
        _customer.Write(writer, fields);
        if (fields.CustomerType is { } type)
        {
            writer.WriteBoolean("individual"u8, type == CustomerType.Individual);
            writer.WriteBoolean("organization"u8, type == CustomerType.Organization);
            writer.WriteBoolean("channel_partner"u8, type == CustomerType.ChannelPartner);
        }

        JsonBody.WriteObject(writer, "additional_fields", fields.AdditionalFields);
        JsonBody.WriteObject(writer, "associate_fields", fields.AssociateFields);
        writer.WriteEndObject();

        if (fields.Contacts.Count > 0)
            WriteContacts(writer, fields.Contacts);
        if (fields.Enquiry is { } enquiry)
            WriteEnquiry(writer, enquiry);
        writer.WriteEndObject();
    });

    private static void WriteContacts(Utf8JsonWriter writer, IEnumerable<ContactFields> contacts)
    {
        writer.WriteStartArray("contact_info"u8);
        foreach (var contact in contacts)
        {
            writer.WriteStartObject();
            if (contact.Id is { } id)
                writer.WriteString("contact_id"u8, id.ToString(CultureInfo.InvariantCulture));
            _contact.Write(writer, contact);
            if (contact.Update is { } update)
                writer.WriteBoolean("update"u8, update);
            if (contact.MatchEmailPhone is { } match)
                writer.WriteBoolean("matchEmailPhone"u8, match);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEnquiry(Utf8JsonWriter writer, EnquiryFields enquiry)
    {
        writer.WriteStartObject("enquiry_info"u8);
        _enquiry.Write(writer, enquiry);
        JsonBody.WriteObject(writer, "additional_fields", enquiry.AdditionalFields);
        JsonBody.WriteObject(writer, "associate_fields", enquiry.AssociateFields);
        if (enquiry.Update is { } update)
            writer.WriteBoolean("update"u8, update);
        writer.WriteEndObject();
    }
}
