using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Sends a request for which there is no cmdlet.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "KaptureRequest", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Invoke-KaptureRequest.md")]
[OutputType(typeof(PSObject))]
public sealed class InvokeKaptureRequestCommand : RowCommand
{
    /// <summary>The path below the session's host, and a query where there is one; the key goes to no other host.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The path below the service's address, for example /add-ticket.html.")]
    [ArgumentCompleter(typeof(RequestPathCompleter))]
    public string Path { get; set; } = string.Empty;

    /// <summary>A dictionary, an object, an array, or JSON text, which goes out as it is; an empty object where there is none.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>Give the answer as the text that came.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    public override PSObject? InputObject
    {
        get => Body is null ? null : PSObject.AsPSObject(Body);
        set => Body = value;
    }

    // A query may hold a secret: it shows in no error.
    private protected override object? CallTarget => PSValue.Row(InputObject) ?? Path.Split('?')[0];

    private protected override void ProcessRow()
    {
        // A request without the body that was meant for it is another request.
        if (Body is null && MyInvocation.ExpectingInput)
            throw new KaptureException(KaptureErrorId.MissingField, "The body is missing: the pipeline brought $null. To send an empty object pipe @{}.");
        var request = new KaptureRequest(Path, BodyReader.Read(Body));
        if (ShouldProcess($"{request.Path} of {Connection.BaseUri.Host} (row {Row})", "Send request"))
            Send(new RequestRow(Row, TargetOr(null), Connection.Client, request, Raw, Log.For(Row)));
    }

    // Of a list each item goes down the pipeline by itself; a list inside of something stays one.
    private protected override void WriteResult(object result) => WriteObject(AnswerObjects.From(result), enumerateCollection: result is object[]);

    // The path may be what the service does not know, and the body need not be about a customer.
    private protected override string? AdviceOn(KaptureException failure) =>
        failure.ErrorId == KaptureErrorId.CustomerNotFound ? "Check the path, and what the body names: an id, an email, a phone." : null;

    private protected override string? AdviceOnUntaken => "What was sent may have been carried out: look before you send it again.";

    private protected override string? Resume(int lastRow) =>
        $"To go on, send the bodies that failed, this one among them, and those that were not sent: Select-Object -Skip {lastRow}.";
}
