using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Looks customers up (Get Customer API).</summary>
[Cmdlet(VerbsCommon.Get, "KaptureCustomer", HelpUri = HelpPages.Folder + "Get-KaptureCustomer.md")]
[OutputType(typeof(Customer))]
public sealed class GetKaptureCustomerCommand : RowCommand
{
    private readonly UnreadableWarnings _unreadable;

    /// <summary>Makes the cmdlet, as the engine does.</summary>
    public GetKaptureCustomerCommand() => _unreadable = new UnreadableWarnings(this);

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true)]
    public override PSObject? InputObject { get; set; }

    /// <summary>Ids that Kapture gave customers.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("CustomerId", "customer_id", "kapture_customer_id")]
    [CustomerId]
    public long[]? Id { get; set; }

    /// <summary>Email addresses.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("email_id", "Mail", "EmailAddress", "EmailId")]
    public string[]? Email { get; set; }

    /// <summary>Phone numbers, as text.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mobile", "MobilePhone", "PhoneNumber", "Telephone", "TelephoneNumber")]
    public string[]? Phone { get; set; }

    private protected override object? CallTarget => null;

    private protected override void ProcessRow()
    {
        var client = Connection.Client;
        var options = Log.For(Row);
        foreach (var key in Keys().Distinct())
            Send(new LookUpRow(Row, TargetOr(KeyValue(key)), client, key, options));
    }

    private protected override void WriteResult(object result)
    {
        _unreadable.Check((Customer)result);
        WriteObject(result);
    }

    private CustomerKey[] Keys()
    {
        var shape = RowShapes.Of(InputObject);
        if (shape > RowShape.Table && CellReader.ReadId(RowIdentity.CustomerId(InputObject!, shape), nameof(Id)) is { } known)
            return [CustomerKey.ById(known)];
        if (CustomerIdAttribute.UnreadableOf(Id) is { } unreadable)
            throw new KaptureException(KaptureErrorId.InvalidValue, $"Id is '{unreadable}', which is no id: an id is a whole number greater than 0. To look up by email or phone use -Email or -Phone.") { Value = unreadable };
        if (Id is { Length: > 0 })
            return Array.ConvertAll(Id, CustomerKey.ById);
        if (NotBlank(Email) is { Length: > 0 } emails)
            return Array.ConvertAll(emails, CustomerKey.ByEmail);
        if (NotBlank(Phone) is { Length: > 0 } phones)
            return Array.ConvertAll(phones, CustomerKey.ByPhone);
        if (shape == RowShape.WriteResult)
            throw RowIdentity.NotTold();
        throw new KaptureException(KaptureErrorId.MissingField, "Id, Email and Phone are missing: give one of them, or pipe a row with such a column.");
    }

    private static object KeyValue(CustomerKey key) =>
        key.Kind == CustomerKeyKind.Id ? long.Parse(key.Value, System.Globalization.CultureInfo.InvariantCulture) : key.Value;

    private static string[] NotBlank(string[]? values) => Array.FindAll(values ?? [], value => !string.IsNullOrWhiteSpace(value));
}
