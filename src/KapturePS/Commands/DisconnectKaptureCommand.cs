using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Closes a session.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Kapture", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, HelpUri = HelpPages.Folder + "Disconnect-Kapture.md")]
[OutputType(typeof(void))]
public sealed class DisconnectKaptureCommand : PSCmdlet
{
    /// <summary>The session to close; the current one where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SessionByName]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public KaptureSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = SessionStore.OfThisRunspace();
        if ((Session ?? store.Current) is not { } session)
        {
            WriteError(new KaptureException(KaptureErrorId.NotConnected, "There is no session to close.").ToErrorRecord(null));
            return;
        }

        if (ShouldProcess(session.Name, "Disconnect"))
            store.Close(session);
    }
}
