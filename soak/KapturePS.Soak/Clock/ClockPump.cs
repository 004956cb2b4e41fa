namespace KapturePS.Soak.Clock;

/// <summary>
/// Moves a clock on whenever everybody waits for it. That is a guess: where somebody is still at work, his work has taken
/// long by the clock, as it may anywhere, and nothing that is checked depends on it.
/// </summary>
internal sealed class ClockPump : IDisposable
{
    // Who is never seen idle for so many looks is moved on all the same.
    private const int MostLooks = 200;
    private const int LooksWithoutSleep = 32;

    private readonly VirtualClock _clock;
    private readonly Func<bool> _isServiceAtWork;
    private readonly Thread _thread;
    private volatile bool _isDisposed;

    /// <param name="clock">The clock.</param>
    /// <param name="isServiceAtWork">Whether a request is on a real connection: the clock does not overtake it.</param>
    public ClockPump(VirtualClock clock, Func<bool> isServiceAtWork)
    {
        _clock = clock;
        _isServiceAtWork = isServiceAtWork;
        _thread = new Thread(Run) { IsBackground = true, Name = "clock" };
        _thread.Start();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _thread.Join();
    }

    private void Run()
    {
        var looks = 0;
        while (!_isDisposed)
        {
            if (_clock.Timers > 0 && !_isServiceAtWork() && (looks > MostLooks || IsIdle()))
            {
                _clock.FireNext();
                looks = 0;
            }
            else if (++looks > LooksWithoutSleep)
            {
                Thread.Sleep(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private bool IsIdle()
    {
        var before = (_clock.Changes, ThreadPool.CompletedWorkItemCount);
        if (ThreadPool.PendingWorkItemCount > 0)
            return false;
        Thread.SpinWait(300);
        Thread.Yield();
        return ThreadPool.PendingWorkItemCount == 0 && !_isServiceAtWork() && before == (_clock.Changes, ThreadPool.CompletedWorkItemCount);
    }
}
