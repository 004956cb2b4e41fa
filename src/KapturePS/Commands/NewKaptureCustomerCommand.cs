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
