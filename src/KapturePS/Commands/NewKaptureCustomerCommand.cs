using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Adds customers (Add Customer API).</summary>
[Cmdlet(VerbsCommon.New, "KaptureCustomer", SupportsShouldProcess = true, DefaultParameterSetName = Rows)]
[OutputType(typeof(WriteResult))]
public sealed class NewKaptureCustomerCommand : CustomerFieldsCommand
{
    private protected override object? CallTarget => Name ?? Phone ?? Email;

    private protected override void WriteRow()
    {
        if (Shape > RowShape.Table)
            throw new KaptureException(KaptureErrorId.InvalidValue, "The row is an object that Kapture gave, and adding it would make it twice. To change it use Set-KaptureCustomer; to copy it say what: Select-Object Name, Phone, Email, City | New-KaptureCustomer.");
        var fields = ReadFields(contactId: null);
        fields.CheckForAdd();
        if (!ShouldProcess($"{fields.Name} (row {Row})", "Add customer"))
            return;
        var client = Connection.Client;
        var options = Log.For(Row);
        Send(async cancellationToken => await client.AddCustomerAsync(fields, options, cancellationToken).ConfigureAwait(false));
    }

    private protected override void WriteResult(object result)
    {
        WarnWhereDifferent((WriteResult)result, WriteAction.Added);
        WriteObject(result);
    }
}
