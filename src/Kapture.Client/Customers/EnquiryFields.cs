namespace Kapture;

/// <summary>What a write says about an enquiry of the customer. A field that is <see langword="null"/> is not sent.</summary>
public sealed class EnquiryFields
{
    internal static readonly TextField<EnquiryFields>[] TextFields =
    [
        new("EnquiryId", "enquiry_id", null, f => f.EnquiryId, (f, v) => f.EnquiryId = v),
        new("AssignedToName", "assign_emp_name", null, f => f.AssignedToName, (f, v) => f.AssignedToName = v),
        new("AssignedToCode", "assign_emp_code", null, f => f.AssignedToCode, (f, v) => f.AssignedToCode = v),
        new("AssignedToEmail", "assign_emp_email", null, f => f.AssignedToEmail, (f, v) => f.AssignedToEmail = v),
        new("RoundRobinKey", "round_robin_key", null, f => f.RoundRobinKey, (f, v) => f.RoundRobinKey = v),
        new("NextFollowUpDate", "next_follow_up_date", null, f => f.NextFollowUpDate, (f, v) => f.NextFollowUpDate = v),
        new("Action", "action", null, f => f.Action, (f, v) => f.Action = v),
        new("SubStatus", "subStatus", null, f => f.SubStatus, (f, v) => f.SubStatus = v),
        new("Remarks", "remarks", null, f => f.Remarks, (f, v) => f.Remarks = v),
    ];

    /// <summary>The enquiry to change.</summary>
    public string? EnquiryId { get; set; }

    /// <summary>The name of the employee it is assigned to.</summary>
    public string? AssignedToName { get; set; }

    /// <summary>The code of the employee it is assigned to.</summary>
    public string? AssignedToCode { get; set; }

    /// <summary>The email address of the employee it is assigned to.</summary>
    public string? AssignedToEmail { get; set; }

    /// <summary>The key by which the tenant deals enquiries out.</summary>
    public string? RoundRobinKey { get; set; }

    /// <summary>When to follow up, as the tenant writes it.</summary>
    public string? NextFollowUpDate { get; set; }

    /// <summary>What is to be done.</summary>
    public string? Action { get; set; }

    /// <summary>The status below the status.</summary>
    public string? SubStatus { get; set; }

    /// <summary>Remarks on the enquiry.</summary>
    public string? Remarks { get; set; }

    /// <summary>The API's <c>update</c>, which it does not explain; sent only where it is set.</summary>
    public bool? Update { get; set; }

    /// <summary>The tenant's custom fields of enquiries.</summary>
    public IDictionary<string, object?> AdditionalFields { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The tenant's associate fields of enquiries.</summary>
    public IDictionary<string, object?> AssociateFields { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Reads an enquiry from names and values: the names of this class or those of the wire, in any case.</summary>
    /// <param name="values">The names and values; a value that is <see langword="null"/> is not sent.</param>
    /// <exception cref="KaptureException">InvalidValue: an unknown name, or a value that cannot be read.</exception>
    public static EnquiryFields From(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var enquiry = new EnquiryFields();
        foreach (var pair in values)
        {
            if (FieldReader.TrySetText(TextFields, enquiry, pair.Key, pair.Value))
                continue;
            switch (pair.Key.ToUpperInvariant())
            {
                case "UPDATE":
                    enquiry.Update = FieldReader.ReadBoolean("Enquiry.Update", pair.Value);
                    break;
                case "ADDITIONALFIELD" or "ADDITIONALFIELDS" or "ADDITIONAL_FIELDS":
                    CustomField.CopyTo(enquiry.AdditionalFields, "Enquiry.AdditionalField", pair.Value);
                    break;
                case "ASSOCIATEFIELD" or "ASSOCIATEFIELDS" or "ASSOCIATE_FIELDS":
                    CustomField.CopyTo(enquiry.AssociateFields, "Enquiry.AssociateField", pair.Value);
                    break;
                default:
                    throw FieldReader.UnknownName("Enquiry", pair.Key, [.. TextFields.Select(f => f.Name), "Update", "AdditionalField", "AssociateField"]);
            }
        }

        return enquiry;
    }

    internal void Check()
    {
        foreach (var field in TextFields)
        {
            if (field.Get(this) is { Length: > 0 } value)
                field.Check("Enquiry", value);
        }

        CustomField.Check("Enquiry.AdditionalField", AdditionalFields);
        CustomField.Check("Enquiry.AssociateField", AssociateFields);
    }
}
