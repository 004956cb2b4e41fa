using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>How a row becomes <see cref="CustomerFields"/>. The parameters are in the files beside this one.</summary>
public abstract partial class CustomerFieldsCommand : WriteCommand
{
    private protected sealed override string[]? AdditionalFieldColumns => AdditionalFieldProperty;

    private protected sealed override IReadOnlyDictionary<string, string> FlagColumns { get; } = CustomerTypeText.Flags.Keys.ToDictionary(flag => flag, _ => nameof(CustomerType), StringComparer.Ordinal);

    private protected sealed override string HowToSend(IReadOnlyList<string> columns, string them) =>
        $"To send {them} use -AdditionalFieldProperty {string.Join(", ", columns.Select(Quote))} or -AdditionalField {{ @{{ name = $_.{Quote(columns[0])} }} }}. ";

    // A column may have a name that would be a command where somebody copies it.
    private static string Quote(string column) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(column) + "'";

    /// <summary>Reads the row.</summary>
    /// <exception cref="KaptureException">InvalidValue: a value cannot be read.</exception>
    [MethodImpl(HotPath.Compile)]
    private protected CustomerFields ReadFields(long? contactId)
    {
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
        foreach (var column in AdditionalColumns)
        {
            if (!IsBlank(column.Value))
                fields.AdditionalFields[column.Key] = column.Value;
        }

        return fields;
    }

    private static void CopyTo(IDictionary<string, object?> target, Dictionary<string, object?>? pairs)
    {
        if (pairs is null)
            return;
        foreach (var pair in pairs)
            target[pair.Key] = pair.Value;
    }

    private CustomerType? ReadCustomerType()
    {
        if (Text(CustomerType) is not { Length: > 0 } text)
            return ReadFlags();
        if (!CustomerTypeText.TryRead(text, out var type))
            Defer(new KaptureException(KaptureErrorId.InvalidValue, $"CustomerType is '{text}'; it takes {string.Join(", ", CustomerTypeText.Names)}.") { Value = text });
        return type;
    }

    // A flag that is not set says nothing: the kind may be any of the others.
    private CustomerType? ReadFlags()
    {
        string? set = null;
        foreach (var flag in Flags)
        {
            if (IsBlank(flag.Value))
                continue;
            if (!CustomerTypeText.TryReadFlag(flag.Value, out var isSet))
            {
                Defer(new KaptureException(KaptureErrorId.InvalidValue, $"{flag.Key} is '{flag.Value}'; a flag for CustomerType is true or false. To send the column as a custom field use -AdditionalFieldProperty {flag.Key}; to leave it out, Select-Object -ExcludeProperty {flag.Key}.") { Value = flag.Value });
                return default(CustomerType);
            }

            if (!isSet)
                continue;
            if (set is not null)
                Defer(new KaptureException(KaptureErrorId.InvalidValue, $"{set} and {flag.Key} are both set; a customer is of one kind."));
            set = flag.Key;
        }

        return set is null ? null : ChoiceAttribute.Read<CustomerType>(CustomerTypeText.Flags[set]);
    }
}
