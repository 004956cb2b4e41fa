using Kapture;

namespace BulkImport;

/// <summary>A row of the file, and what it says about a customer.</summary>
/// <param name="Number">The row's number, counted from 1.</param>
/// <param name="Cells">The cells by the names of their columns.</param>
internal sealed record CustomerRow(int Number, IReadOnlyDictionary<string, string?> Cells)
{
    /// <summary>The fields to send. A blank cell says nothing, so it is not sent.</summary>
    /// <exception cref="KaptureException">InvalidValue: a cell cannot be read.</exception>
    public CustomerFields ToFields()
    {
        var fields = new CustomerFields
        {
            Name = Cell("customer_name"),
            Phone = Cell("phone"),
            Email = Cell("email_id"),
            Address = Cell("address"),
            City = Cell("city"),
            State = Cell("state"),
            Country = Cell("country"),
            PostalCode = Cell("pincode"),
            CustomerCode = Cell("customer_code"),
            Type = Cell("type"),
            CustomerType = ReadType(Cell("CustomerType")),
        };

        var contact = new ContactFields { Name = Cell("contact_person_name"), Phone = Cell("contact_person_phone") };
        if (!contact.IsEmpty)
            fields.Contacts.Add(contact);

        // Columns that Kapture has no field for go out as the tenant's own.
        foreach (var column in new[] { "Tier", "Region" })
        {
            if (Cell(column) is { } value)
                fields.AdditionalFields[column] = value;
        }

        return fields;
    }

    private string? Cell(string column) => Cells.TryGetValue(column, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private CustomerType? ReadType(string? text)
    {
        if (text is null)
            return null;
        return Enum.GetNames<CustomerType>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<CustomerType>(text, ignoreCase: true)
            : throw new KaptureException(KaptureErrorId.InvalidValue, $"CustomerType is '{text}'; it takes {string.Join(", ", Enum.GetNames<CustomerType>())}.") { Row = Number };
    }
}
