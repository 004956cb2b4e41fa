namespace KapturePS;

/// <summary>
/// Says that the pipeline is to stop. Behind a command that has had enough, as Select-Object -First, the engine tells nobody any
/// more: so the pipeline is asked, too, while somebody waits.
/// </summary>
/// <param name="isStopping">Whether the pipeline is stopping.</param>
internal sealed class StopSignal(Func<bool> isStopping) : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.1);

    private readonly CancellationTokenSource _source = new();
    private Timer? _timer;
    private volatile bool _isWaiting;

    /// <summary>Set when the pipeline is to stop.</summary>
    public CancellationToken Token => _source.Token;

    public void Set() => _source.Cancel();

    /// <summary>Waits on the pipeline thread.</summary>
    /// <param name="wait">Waits; ends when the token is set.</param>
    public T Wait<T>(Func<CancellationToken, T> wait)
    {
        _isWaiting = true;
        _timer ??= new Timer(static signal => ((StopSignal)signal!).Ask(), this, _interval, _interval);
        try
        {
            return wait(Token);
        }
        finally
        {
            _isWaiting = false;
        }
    }

    /// <summary>Cancels what is under way.</summary>
    public void Dispose()
    {
        // The source is not disposed of: Ctrl+C may come at this very moment, and without a timer there is nothing to release.
        _timer?.Dispose();
        Set();
    }

    private void Ask()
    {
        if (_isWaiting && isStopping())
            Set();
    }
}
