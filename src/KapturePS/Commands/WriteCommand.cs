using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>A cmdlet that writes: what its rows ask for goes through one <see cref="BulkWriter"/>.</summary>
public abstract class WriteCommand : TableCommand
{
    private BulkWriter _writer = null!;

    /// <summary>A file that makes the run safe to kill and to run again with the same command.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>The session whose key looks customers up, where the key that writes may not.</summary>
    [Parameter]
    [SessionByName]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public KaptureSession? LookUpSession { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        try
        {
            _writer.Flush();
        }
        catch (KaptureException e)
        {
            throw Terminate(e, Journal);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
        }
        catch (KaptureException e)
        {
            // The pipeline has been stopped and takes no errors any more; the console does.
            Host?.UI?.WriteErrorLine(e.Message);
        }
    }

    /// <summary>What the rows of this cmdlet do.</summary>
    private protected abstract KaptureOperation Operation { get; }

    /// <summary>How the rows are written.</summary>
    private protected virtual BulkOptions Options => new() { ThrottleLimit = ThrottleLimit, OpenJournal = JournalOpener, LookUpClient = LookUpClient };

    /// <summary>Who looks customers up, where it is not the session that writes.</summary>
    private protected KaptureClient? LookUpClient
    {
        get
        {
            if (LookUpSession is null)
                return null;
            if (!LookUpSession.Connected)
                throw Terminate(new KaptureException(KaptureErrorId.NotConnected, $"The session '{LookUpSession.Name}' (-LookUpSession) has been closed. Run Connect-Kapture again."), LookUpSession.Name);
            if (LookUpSession.BaseUri != Connection.BaseUri)
                throw Terminate(new KaptureException(KaptureErrorId.InvalidValue, $"The session '{LookUpSession.Name}' (-LookUpSession) is one of {LookUpSession.BaseUri.Host}, and the rows are written to {Connection.BaseUri.Host}. Give a session of the same tenant."), LookUpSession.Name);
            return LookUpSession.Client;
        }
    }

    private protected sealed override TimeSpan Held => LookUpSession is { } other && other.Client.Held > base.Held ? other.Client.Held : base.Held;

    /// <summary>Opens the journal when the first row is to be written; not before, so that -WhatIf leaves none.</summary>
    private protected Func<Journal>? JournalOpener
    {
        get
        {
            if (Journal is null)
                return null;
            var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Journal, out var provider, out _);
            try
            {
                JournalPath.Check(provider, Journal);
            }
            catch (KaptureException e)
            {
                throw Terminate(e, Journal);
            }

            return () => Kapture.Journal.Open(path, Operation, Connection.BaseUri.Host, TimeProvider.System, Connection.Client.Options.Dialect, StopToken);
        }
    }

    private protected sealed override BulkRun CreateRun() => _writer = new BulkWriter(Connection.Client, Options, StopToken);

    private protected sealed override string Resume(int lastRow) => Journal is null
        ? $"To go on, run the rows that failed, this one among them, and those that were not sent: Select-Object -Skip {lastRow}. With -Journal the same command would find its place by itself."
        : $"Run the same command again with the journal '{Journal}': it sends only what is not done.";

    private protected sealed override string AdviceOnUntaken => Journal is null
        ? "What was sent may have been applied: look before you send it again. With -Journal the same command would find out by itself."
        : $"Run the same command again with the journal '{Journal}': it finds out.";

    /// <summary>Sends a row; returns before it is done.</summary>
    private protected void Write(BulkRow row)
    {
        try
        {
            Send(row);
        }
        catch (KaptureException e) when (e.EndsRun)
        {
            throw Terminate(e, Journal);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            // The journal was being read.
            throw new PipelineStoppedException();
        }
    }
}
