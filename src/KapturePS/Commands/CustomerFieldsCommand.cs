using System.Collections;
using Kapture;

namespace KapturePS;

/// <summary>How a row becomes <see cref="CustomerFields"/>. The parameters are in the files beside this one.</summary>
public abstract partial class CustomerFieldsCommand : WriteCommand
{
    private ColumnCheck _columns = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _columns = new ColumnCheck(MyInvocation.MyCommand.Parameters.Values, AdditionalFieldProperty);
    }

    /// <summary>Reads the row.</summary>
    /// <exception cref="KaptureException">InvalidValue: a value cannot be read.</exception>
    private protected CustomerFields ReadFields(long? contactId)
    {
        if (Shape == RowShape.Table)
            CheckColumns();
        var fields = new CustomerFields
        {
            Name = Text(Name),
            Phone = Text(Phone),
            Email = Text(Email),
            CustomerCode = Text(CustomerCode),
            Address = Text(Address),
            Locality = Text(Locality),
            City = Text(City),
            State = Text(State),
            Country = Text(Country),
            PostalCode = Text(PostalCode),
            Type = Text(Type),
            Classification = Text(Classification),
            Zone = Text(Zone),
            Remarks = Text(Remarks),
            CustomerRemarks = Text(CustomerRemarks),
            PrimarySource = Text(PrimarySource),
            SecondarySource = Text(SecondarySource),
            TertiarySource = Text(TertiarySource),
            AssignedToName = Text(AssignedToName),
            AssignedToCode = Text(AssignedToCode),
            AssignedToEmail = Text(AssignedToEmail),
            DateOfBirth = Date(DateOfBirth),
            AnniversaryDate = Date(AnniversaryDate),
            CustomerType = ReadCustomerType(),
        };
        ReadContacts(fields, contactId);
        CopyTo(fields.AdditionalFields, Pairs(AdditionalField));
        CopyTo(fields.AssociateFields, Pairs(AssociateField));
        if (Shape == RowShape.Table)
            AddColumns(fields.AdditionalFields);
        return fields;
    }

    private static void CopyTo(IDictionary<string, object?> target, Dictionary<string, object?>? pairs)
    {
        foreach (var pair in pairs ?? [])
            target[pair.Key] = pair.Value;
    }

    private CustomerType? ReadCustomerType()
    {
        if (Text(CustomerType) is not { Length: > 0 } text)
            return null;
        return CustomerTypeText.TryRead(text, out var type)
            ? type
            : throw new KaptureException(KaptureErrorId.InvalidValue, $"CustomerType is '{text}'; it takes {string.Join(", ", CustomerTypeText.Names)}.") { Value = text };
    }

    private void AddColumns(IDictionary<string, object?> target)
    {
        foreach (var column in _columns.AdditionalColumns)
        {
            var value = PSValue.Unwrap(InputObject!.Properties[column]?.Value);
            if (!IsBlank(value))
                target[column] = value;
        }
    }

    private void CheckColumns()
    {
        if (InputObject!.BaseObject is IDictionary)
            throw new KaptureException(KaptureErrorId.InvalidValue, "The row is a hashtable, whose keys are no columns. Cast it: [pscustomobject]@{ Name = 'Asha'; Phone = '...' }.");
        var unknown = _columns.Look(InputObject!);
        if (unknown.Count > 0)
        {
            WriteWarning($"No parameter takes {(unknown.Count == 1 ? "the column" : "the columns")} {string.Join(", ", unknown)}: "
                + $"nothing of it is sent. To send it as a custom field use -AdditionalFieldProperty '{unknown[0]}' or -AdditionalField {{ @{{ name = $_.'{unknown[0]}' }} }}; to leave it out without this warning use Select-Object -ExcludeProperty.");
        }
    }
}
