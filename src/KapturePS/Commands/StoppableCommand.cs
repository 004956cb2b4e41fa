using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>A cmdlet that waits for others: it can be stopped while it waits, and leaves nothing running behind.</summary>
public abstract class StoppableCommand : PSCmdlet, IDisposable
{
    private const int MeanwhileMilliseconds = 300;

    private readonly StopSignal _stop;

    /// <summary>Makes the cmdlet.</summary>
    protected StoppableCommand() => _stop = new StopSignal(() => Stopping);

    /// <summary>Set when the pipeline is to stop.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Tells those who wait that the pipeline is to stop.</summary>
    private protected StopSignal Stop => _stop;

    /// <summary>Carries messages from other threads to the pipeline thread.</summary>
    internal RequestLog Log { get; private set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Log = new RequestLog(this);

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Set();

    /// <summary>Cancels what is under way.</summary>
    /// <param name="disposing">Always <see langword="true"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }

    /// <summary>Warns; what a row or the service brings into the sentence commands no terminal.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(PlainText.Of(text));

    /// <summary>Asks whether to do it; what a row brings into the question commands no terminal.</summary>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess(PlainText.Of(target), action);

    /// <summary>Waits on the pipeline thread; Ctrl+C ends the wait.</summary>
    /// <param name="task">What to wait for.</param>
    /// <param name="meanwhile">Called a few times a second while it lasts.</param>
    private protected T Await<T>(Task<T> task, Action? meanwhile = null)
    {
        try
        {
            while (!_stop.Wait(token => task.Wait(meanwhile is null ? Timeout.Infinite : MeanwhileMilliseconds, token)))
                meanwhile!();
        }
        catch (AggregateException)
        {
            // The task's own failure; its result throws it as it is.
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Reports a failure; ends the pipeline where all that follows would fail alike.</summary>
    private protected void Report(KaptureException exception, object? target)
    {
        if (exception.EndsRun)
            throw Terminate(exception, target);
        WriteError(exception.ToErrorRecord(target));
    }

    /// <summary>Ends the pipeline. Never returns; the type is for the caller's <c>throw</c>.</summary>
    private protected Exception Terminate(KaptureException exception, object? target)
    {
        ThrowTerminatingError(exception.ToErrorRecord(target));
        return exception;
    }
}
