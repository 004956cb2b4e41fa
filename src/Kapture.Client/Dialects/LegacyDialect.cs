using System.Globalization;

namespace Kapture;

/// <summary>The first generation: <c>.html</c> paths and flat bodies, in which a custom field stands under its own label.</summary>
internal sealed class LegacyDialect : Dialect
{
    private const string AddContactPath = "/add-more-contacts-for-existing-customer.html";
    private const string GetPath = "/search-customer-by-customer-id.html";
    private const string PullPath = "/select-customer-between-start-and-end-dates.html";
    private const string CustomerId = "customer_id";

    private static readonly WireFields<CustomerFields> _customer = new(CustomerFields.TextFields, field => field.LegacyName,
        "name", "phone", "email", "city", "country", "customer_code", "state", "type", "classification", "zone", "address");

    private static readonly WireFields<ContactFields> _contact = new(ContactFields.TextFields, field => field.LegacyName,
        "name", "phone", "email", "additional_email", "additional_phone", "designation", "gender", "age", "marital_status");

    /// <inheritdoc/>
    public override string Name => "Legacy";

    /// <inheritdoc/>
    internal override bool PullsByPage => false;

    /// <inheritdoc/>
    internal override bool ReadsBy(string path) => path is GetPath or PullPath;

    /// <inheritdoc/>
    private protected override string AddUpdatePath => "/add-update-customer-from-other-source.html";

    /// <inheritdoc/>
    internal override DialectRequest AddContact(long customerId, ContactFields contact)
    {
        CheckWords(contact);
        contact.CheckForAdd();
        return new DialectRequest(KaptureOperation.AddContact, AddContactPath, JsonBody.Write((Id: customerId, Contact: contact), static (writer, write) =>
        {
            writer.WriteStartObject();
            writer.WriteString(CustomerId, IdText(write.Id));
            _contact.Write(writer, write.Contact);
            writer.WriteEndObject();
        }));
    }

    /// <inheritdoc/>
    internal override bool FindsBy(CustomerKeyKind kind) => kind == CustomerKeyKind.Id;

    /// <inheritdoc/>
    internal override DialectRequest Get(CustomerKey key)
    {
        if (!FindsBy(key.Kind))
            throw NotInLegacy($"look-up by {key.Kind.ToString().ToLowerInvariant()}, only by id; V1 has");
        return new DialectRequest(KaptureOperation.Get, GetPath, JsonBody.Write(key, static (writer, key) =>
        {
            writer.WriteStartObject();
            writer.WriteString(CustomerId, key.Value);
            writer.WriteEndObject();
        }));
    }

    /// <inheritdoc/>
    internal override DialectRequest[] Pull(CustomerPage page)
    {
        if (page.Filter.IsSet)
            throw NotInLegacy("filter for a range of dates; V1 has. Pull the range and filter what comes, with Where-Object");
        if (page.Offset != 0)
            throw NotInLegacy("pages of a day; V1 has. Ask from offset 0, and the whole day comes");

        // The sample has days, the table has times of day: midnights say the same either way.
        return [Pull(page.Day, "yyyy-MM-dd"), Pull(page.Day, "yyyy-MM-dd HH:mm:ss")];
    }

    /// <inheritdoc/>
    internal override WriteResult ReadWrite(KaptureOperation asked, ServiceAnswer answer) => new()
    {
        CustomerId = answer.CustomerId,
        Message = answer.Message?.Trim(),

        // The answer to an added contact speaks of a customer.
        Action = asked == KaptureOperation.AddContact ? WriteAction.ContactAdded : ActionOf(asked, answer.Message),
    };

    private static DialectRequest Pull(DateTime day, string format) => new(KaptureOperation.Pull, PullPath, JsonBody.Write((Day: day.Date, Format: format), static (writer, range) =>
    {
        // To the day after: whichever way the service reads the end, the whole day is in the answer.
        writer.WriteStartObject();
        writer.WriteString("start_date", range.Day.ToString(range.Format, CultureInfo.InvariantCulture));
        writer.WriteString("end_date", range.Day.AddDays(1).ToString(range.Format, CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }));

    /// <inheritdoc/>
    internal override void CheckWords(ContactFields contact)
    {
        if (_contact.FindMissing(contact) is { } field)
            throw NotInLegacy($"field for {field.Name} of a contact; V1 has{(field.Name is "Title" or "FirstName" or "LastName" ? ". The whole name goes into Name" : string.Empty)}");
        if (contact.Update is not null || contact.MatchEmailPhone is not null)
            throw NotInLegacy($"flag {(contact.Update is not null ? nameof(contact.Update) : nameof(contact.MatchEmailPhone))} of a contact; V1 has");
    }

    /// <inheritdoc/>
    internal override void CheckWords(CustomerFields fields)
    {
        if (_customer.FindMissing(fields) is { } field)
            throw NotInLegacy($"field for {field.Name}; V1 has. A custom field of the tenant's goes out under its own label, with -AdditionalField");
        if (fields.Contacts.Count > 0)
            throw NotInLegacy("contacts in an add or an update; V1 has. Add them with Add-KaptureContact");
        if (fields.CustomerType is not null)
            throw NotInLegacy("CustomerType; V1 has");
        if (fields.Enquiry is not null)
            throw NotInLegacy("enquiries; V1 has");
        if (fields.AssociateFields.Count > 0)
            throw NotInLegacy("associate fields; V1 has");
        if (fields.AdditionalFields.Count > 0)
            CheckLabels(fields.AdditionalFields.Keys);
    }

    // In a flat body they stand beside the fields themselves, and of two of one name the service would take one.
    private static void CheckLabels(IEnumerable<string> labels)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var label in labels)
        {
            var name = label.Trim();
            if (_customer.Has(name) || string.Equals(name, CustomerId, StringComparison.OrdinalIgnoreCase))
                throw KaptureException.Invalid("AdditionalField", label, $"holds '{label}', which is no custom field in Legacy but the service's own. Use the parameter for it.");
            if (!names.Add(name))
                throw KaptureException.Invalid("AdditionalField", label, $"holds '{name}' twice, with other capitals or blanks: a flat body has one field of a name.");
        }
    }

    private static KaptureException NotInLegacy(string what) => new(KaptureErrorId.NotInDialect, $"The Legacy dialect has no {what}.");

    private static string IdText(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    private protected override byte[] WriteBody(long? customerId, CustomerFields fields) => JsonBody.Write((CustomerId: customerId, Fields: fields), static (writer, write) =>
    {
        writer.WriteStartObject();
        if (write.CustomerId is { } id)
            writer.WriteString(CustomerId, IdText(id));
        _customer.Write(writer, write.Fields);
        JsonBody.WriteMembers(writer, write.Fields.AdditionalFields);
        writer.WriteEndObject();
    });
}
