using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Adds contacts to customers that are there (Update Customer API with a contact; Legacy: Add More Customer API).</summary>
[Cmdlet(VerbsCommon.Add, "KaptureContact", SupportsShouldProcess = true, DefaultParameterSetName = Rows, HelpUri = HelpPages.Folder + "Add-KaptureContact.md")]
[OutputType(typeof(WriteResult))]
public sealed partial class AddKaptureContactCommand : WriteCommand
{
    private protected override object? CallTarget => CustomerId;

    private protected override KaptureOperation Operation => KaptureOperation.AddContact;

    private protected override void WriteRow()
    {
        var contact = ReadContact();
        contact.CheckWords(Connection.Client.Options.Dialect);
        CheckValues();
        var id = ReadCustomerId(CustomerId, nameof(CustomerId));
        contact.CheckForAdd();
        if (ShouldProcess($"customer {id} (row {Row})", "Add contact"))
            Write(BulkRow.AddContact(Row, id, contact, TargetOr(null), Log.For(Row)));
    }

    private ContactFields ReadContact() => new()
    {
        Name = Text(Name),
        FirstName = Text(FirstName),
        LastName = Text(LastName),
        Title = Text(Title),
        Phone = Text(Phone),
        Email = Text(Email),
        AdditionalPhone = Text(AdditionalPhone),
        AdditionalEmail = Text(AdditionalEmail),
        CountryCode = Text(CountryCode),
        Gender = Text(Gender),
        Age = Text(Age),
        MaritalStatus = Text(MaritalStatus),
        Designation = Text(Designation),
        DateOfBirth = Date(DateOfBirth),
    };
}
