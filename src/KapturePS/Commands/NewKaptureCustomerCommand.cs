using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>Adds customers (Add Customer API).</summary>
[Cmdlet(VerbsCommon.New, "KaptureCustomer", SupportsShouldProcess = true, DefaultParameterSetName = Rows, HelpUri = HelpPages.Folder + "New-KaptureCustomer.md")]
[OutputType(typeof(WriteResult))]
public sealed class NewKaptureCustomerCommand : CustomerFieldsCommand
{
    /// <summary>What to do where the customer is there already; by default the row is sent without looking.</summary>
    [Parameter]
    [Choice("Send", "Skip", "Update", "Fail")]
    [ArgumentCompleter(typeof(IfExistsCompleter))]
    public string IfExists { get; set; } = "Send";

    /// <summary>By what customers are matched, in this order.</summary>
    [Parameter]
    [Choice("Email", "Phone")]
    [ArgumentCompleter(typeof(MatchByCompleter))]
    public string[] MatchBy { get; set; } = ["Email", "Phone"];

    private protected override object? CallTarget => Name ?? Phone ?? Email;

    private protected override KaptureOperation Operation => KaptureOperation.Add;

    private protected override BulkOptions Options => new()
    {
        ThrottleLimit = ThrottleLimit,
        OpenJournal = JournalOpener,
        LookUpClient = LookUpClient,
        IfExists = ChoiceAttribute.Read<IfExists>(IfExists),
        MatchBy = Array.ConvertAll(MatchBy, ChoiceAttribute.Read<MatchBy>),
    };

    [MethodImpl(HotPath.Compile)]
    private protected override void WriteRow()
    {
        if (Shape > RowShape.Table)
            throw new KaptureException(KaptureErrorId.InvalidValue, "The row is an object that Kapture gave, and adding it would make it twice. To change it use Set-KaptureCustomer; to copy it say what: Select-Object Name, Phone, Email, City | New-KaptureCustomer.");
        var fields = ReadFields(contactId: null);
        fields.CheckWords(Connection.Client.Options.Dialect);
        CheckValues();
        fields.CheckForAdd();
        if (ShouldProcess($"{fields.Name} (row {Row})", "Add customer"))
            Write(BulkRow.Add(Row, fields, TargetOr(null), Log.For(Row)));
    }
}
