using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>Adds customers (Add Customer API).</summary>
[Cmdlet(VerbsCommon.New, "KaptureCustomer", SupportsShouldProcess = true, DefaultParameterSetName = Rows, HelpUri = HelpPages.Folder + "New-KaptureCustomer.md")]
[OutputType(typeof(WriteResult))]
public sealed class NewKaptureCustomerCommand : CustomerFieldsCommand
{
    // The engine lists the types of this assembly before the client can be found: no field may be of its value types.
    private int _ifExists;

    /// <summary>What to do where the customer is there already; by default the row is sent without looking.</summary>
    [Parameter]
    public IfExists IfExists
    {
        get => (IfExists)_ifExists;
        set => _ifExists = (int)value;
    }

    /// <summary>By what customers are matched, in this order.</summary>
    [Parameter]
    public MatchBy[] MatchBy { get; set; } = [Kapture.MatchBy.Email, Kapture.MatchBy.Phone];

    private protected override object? CallTarget => Name ?? Phone ?? Email;

    private protected override KaptureOperation Operation => KaptureOperation.Add;

    private protected override BulkOptions Options => new() { ThrottleLimit = ThrottleLimit, OpenJournal = JournalOpener, LookUpClient = LookUpClient, IfExists = IfExists, MatchBy = MatchBy };

    [MethodImpl(HotPath.Compile)]
    private protected override void WriteRow()
    {
        if (Shape > RowShape.Table)
            throw new KaptureException(KaptureErrorId.InvalidValue, "The row is an object that Kapture gave, and adding it would make it twice. To change it use Set-KaptureCustomer; to copy it say what: Select-Object Name, Phone, Email, City | New-KaptureCustomer.");
        var fields = ReadFields(contactId: null);
        fields.CheckForAdd();
        if (ShouldProcess($"{fields.Name} (row {Row})", "Add customer"))
            Write(BulkRow.Add(Row, fields, TargetOr(null), Log.For(Row)));
    }
}
