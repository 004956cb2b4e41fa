using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Records;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>
/// Reads the body of "Add Customer API" and "Update Customer API". <c>locality</c>, the name and email of the
/// assigned employee, and a contact's title and date of birth have no place in the documented record and go nowhere.
/// </summary>
internal static class AddUpdateReader
{
    /// <summary>Null where the body has not the documented shape.</summary>
    public static EmulatorCall? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;

        var info = root.Object("customer_info") ?? default;
        if (info.ValueKind != JsonValueKind.Object)
            return new FailedCall(EmulatorOperation.Add, V1Failures.NameAndPhoneOrEmailRequired);

        var customerId = info.TextOrBlank("customer_id");
        return new AddUpdateCall(customerId, ReadCustomer(root, info));
    }

    private static CustomerChange ReadCustomer(JsonElement root, JsonElement info) => new()
    {
        Name = info.Text("customer_name"),
        Phone = info.Text("phone"),
        Email = info.Text("email_id"),
        Address = info.Text("address"),
        City = info.Text("city"),
        State = info.Text("state"),
        Country = info.Text("country"),
        PinCode = info.Text("pincode"),
        CustomerCode = info.Text("customer_code"),
        CustomerType = info.Text("type"),
        Classification = info.Text("classification"),
        Remarks = info.Text("remarks"),
        CrossRemarks = info.Text("customer_remarks"),
        Individual = info.Flag("individual"),
        Organization = info.Flag("organization"),
        ChannelPartner = info.Flag("channel_partner"),
        Zone = JsonValues.ListId(info.Text("zone")),
        AssignedToId = JsonValues.ListId(info.Text("customer_assign_emp_code")),
        PrimarySource = JsonValues.ListId(info.Text("primary_source")),
        SecondarySource = JsonValues.ListId(info.Text("secondary_source")),
        TertiarySource = JsonValues.ListId(info.Text("tertiary_source")),
        AdditionalFields = ReadFields(info, "additional_fields"),
        AssociateFields = ReadFields(info, "associate_fields"),
        AddsEnquiry = root.Object("enquiry_info") is { } enquiry && !enquiry.IsBlank() && enquiry.TextOrBlank("enquiry_id").Length == 0,
        Contacts = ReadContacts(root),
    };

    private static List<ContactChange> ReadContacts(JsonElement root)
    {
        var contacts = new List<ContactChange>();
        if (!root.TryGetProperty("contact_info", out var sent) || sent.ValueKind != JsonValueKind.Array)
            return contacts;

        foreach (var contact in sent.EnumerateArray())
        {
            if (contact.ValueKind == JsonValueKind.Object && !contact.IsBlank())
                contacts.Add(ReadContact(contact));
        }

        return contacts;
    }

    private static ContactChange ReadContact(JsonElement contact) => new()
    {
        ContactId = contact.TextOrBlank("contact_id"),
        ContactPerson = ReadContactPerson(contact),
        Phone = contact.Text("contact_person_phone"),
        Email = contact.Text("contact_person_email"),
        AdditionalPhone = contact.Text("additional_contact_phone"),
        PhoneCountryCode = contact.Text("country_code"),
        Gender = contact.Text("gender"),
    };

    private static string? ReadContactPerson(JsonElement contact)
    {
        var whole = contact.Text("contact_person_name");
        if (!string.IsNullOrEmpty(whole))
            return whole;

        var first = contact.Text("first_name");
        var last = contact.Text("last_name");
        return first is null && last is null ? whole : $"{first} {last}".Trim();
    }

    private static ExtraFields ReadFields(JsonElement info, string name)
    {
        if (info.Object(name) is not { } fields || !fields.EnumerateObject().MoveNext())
            return default;

        return new ExtraFields(fields.EnumerateObject().Select(CustomField.Read));
    }
}
