using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>Changes customers (Update Customer API).</summary>
[Cmdlet(VerbsCommon.Set, "KaptureCustomer", SupportsShouldProcess = true, DefaultParameterSetName = Rows, HelpUri = HelpPages.Folder + "Set-KaptureCustomer.md")]
[OutputType(typeof(WriteResult))]
public sealed class SetKaptureCustomerCommand : CustomerFieldsCommand
{
    /// <summary>The id that Kapture gave the customer.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("CustomerId", "customer_id", "kapture_customer_id")]
    public string? Id { get; set; }

    /// <summary>The contact to change; without it contact fields add a contact.</summary>
    [Parameter(ParameterSetName = Properties, ValueFromPipelineByPropertyName = true)]
    [Alias("contact_id")]
    public string? ContactId { get; set; }

    /// <summary>Fields to blank.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClearCompleter))]
    public string[]? Clear { get; set; }

    /// <summary>Send also what the customer has already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Give a result for each row.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? CallTarget => Id;

    private protected override KaptureOperation Operation => KaptureOperation.Update;

    [MethodImpl(HotPath.Compile)]
    private protected override void WriteRow()
    {
        var contactId = CellReader.ReadId(IdentityText(nameof(ContactId), ContactId, RowIdentity.ContactId), nameof(ContactId));
        var fields = ReadFields(contactId);
        foreach (var field in Clear ?? [])
            fields.Clear(field);
        fields.CheckWords(Connection.Client.Options.Dialect);
        CheckValues();
        var id = ReadCustomerId(Id, nameof(Id));
        var known = InputObject?.BaseObject as Customer;
        if (!Force && known is not null)
            fields.RemoveWhatIsAlready(known);
        if (fields.IsEmpty)
        {
            Finish(Kapture.WriteResult.Unchanged(Row, id, known?.Name));
            return;
        }

        fields.CheckForUpdate();
        if (ShouldProcess($"customer {id} (row {Row})", "Update customer"))
            Write(BulkRow.Update(Row, id, fields, TargetOr(null), Log.For(Row), known?.Name));
    }

    private protected override void WriteResult(object result)
    {
        if (PassThru)
            WriteObject(result);
    }
}
