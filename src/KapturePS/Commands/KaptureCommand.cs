using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>A cmdlet that talks to the service: it has a session.</summary>
public abstract class KaptureCommand : StoppableCommand
{
    /// <summary>The session to use; the runspace's current one where none is given.</summary>
    [Parameter]
    [SessionByName]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public KaptureSession? Session { get; set; }

    /// <summary>The session that is used.</summary>
    internal KaptureSession Connection { get; private set; } = null!;

    /// <summary>How much longer the service wants to be left alone; zero where it did not ask.</summary>
    private protected virtual TimeSpan Held => Connection.Client.Held;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Connection = Session ?? SessionStore.OfThisRunspace().Current
            ?? throw Terminate(new KaptureException(KaptureErrorId.NotConnected, "There is no session. Run Connect-Kapture first, or pass one with -Session."), null);
        if (!Connection.Connected)
            throw Terminate(new KaptureException(KaptureErrorId.NotConnected, $"The session '{Connection.Name}' has been closed. Run Connect-Kapture again."), null);
    }

    /// <summary>Says what has happened, and what is waited for.</summary>
    private protected void Tell()
    {
        Log.Flush();
        Log.TellOfHold(Held);
    }
}
