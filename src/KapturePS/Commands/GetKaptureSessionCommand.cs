using System.Management.Automation;

namespace KapturePS;

/// <summary>Gives the current session, or any that is open.</summary>
[Cmdlet(VerbsCommon.Get, "KaptureSession", HelpUri = HelpPages.Folder + "Get-KaptureSession.md")]
[OutputType(typeof(KaptureSession))]
public sealed class GetKaptureSessionCommand : PSCmdlet
{
    /// <summary>A name or wildcard; without it the current session.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = SessionStore.OfThisRunspace();
        if (Name is not null)
            WriteObject(store.Find(Name), enumerateCollection: true);
        else if (store.Current is { Connected: true } current)
            WriteObject(current);
    }
}
