using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Opens a session.</summary>
[Cmdlet(VerbsCommunications.Connect, "Kapture", DefaultParameterSetName = "Token", HelpUri = HelpPages.Folder + "Connect-Kapture.md")]
[OutputType(typeof(KaptureSession))]
public sealed partial class ConnectKaptureCommand : StoppableCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KaptureSession? session = null;
        string? data = null;
        try
        {
            data = EmulatorSetup.FindData(this, EmulatorData);
            var factory = new SessionFactory(this);
            session = factory.Create();
            if (factory.ProxyWarning(session) is { } warning)
                WriteWarning(warning);
            if (!SkipVerification && !Emulator)
                Await(SessionFactory.VerifyAsync(session, Log.For(0), StopToken), () => TellOf(session));
        }
        catch (KaptureException e)
        {
            session?.Close();
            throw Terminate(e, e.Value ?? session?.BaseUri ?? (object?)Name);
        }
        catch (PipelineStoppedException)
        {
            session?.Close();
            throw;
        }
        finally
        {
            Log.Flush();
        }

        var store = SessionStore.OfThisRunspace();
        var before = store.Current;
        store.Open(session);
        if (Emulator)
            EmulatorSetup.Announce(this, session);
        try
        {
            if (data is not null)
                EmulatorSetup.Fill(this, session, data);
        }
        catch (PipelineStoppedException)
        {
            // Half a world is none.
            store.Close(session, before);
            throw;
        }

        if (PassThru)
            WriteObject(session);
    }

    private void TellOf(KaptureSession session)
    {
        Log.Flush();
        Log.TellOfHold(session.Client.Held);
    }
}
