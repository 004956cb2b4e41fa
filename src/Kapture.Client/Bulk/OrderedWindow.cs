using System.Threading.Channels;

namespace Kapture;

/// <summary>
/// Runs items side by side and gives the results back in the order of the items. Bounded: a caller who does not take
/// results finds no room for further items, so nothing piles up. One thread adds and takes; the work is on others.
/// </summary>
/// <typeparam name="TItem">What goes in.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
public sealed class OrderedWindow<TItem, TResult> : IDisposable
{
    // How far finished results may run ahead of a slow one in front of them.
    private const int Spread = 4;
    private const int MeanwhileMilliseconds = 300;

    private readonly Func<TItem, CancellationToken, Task<TResult>> _work;
    private readonly int _throttleLimit;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<Place> _inOrder = new();
    private readonly Channel<Slot> _waiting = Channel.CreateUnbounded<Slot>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly List<Task> _workers = [];
    private readonly object _gate = new();
    private int _taken;
    private bool _stopStarting;
    private bool _disposed;

    /// <summary>Makes a window; no work starts before the first item.</summary>
    /// <param name="throttleLimit">How many items are worked on at once, 1 or more.</param>
    /// <param name="work">The work on one item.</param>
    /// <param name="cancellationToken">Cancels what is under way and starts nothing further, whatever the thread that adds and takes is doing.</param>
    public OrderedWindow(int throttleLimit, Func<TItem, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken = default)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _throttleLimit = throttleLimit > 0 ? throttleLimit : throw new ArgumentOutOfRangeException(nameof(throttleLimit));
        _work = work;
    }

    /// <summary>How many items have been added and not taken.</summary>
    public int Count => _inOrder.Count;

    /// <summary>
    /// Whether an item can be added. Before the first result has been taken no more items start than run at once, so
    /// that a caller who wants only one result has started no more than that; then the window opens.
    /// </summary>
    public bool HasRoom => !_disposed && _inOrder.Count < Math.Min(_throttleLimit + (long)_taken, (long)_throttleLimit * Spread);

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="InvalidOperationException">There is no room; take a result first.</exception>
    public void Add(TItem item)
    {
        if (!HasRoom)
            throw new InvalidOperationException("There is no room: take a result first.");
        var slot = new Slot(item);
        _inOrder.Enqueue(new Place(slot.Task, slot));
        _waiting.Writer.TryWrite(slot);
        if (_workers.Count < _throttleLimit && _workers.Count < _inOrder.Count)
            _workers.Add(StartWorker());
    }

    /// <summary>Adds a result that needs no work, at its place in the order.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="InvalidOperationException">There is no room; take a result first.</exception>
    public void AddFinished(TResult result)
    {
        if (!HasRoom)
            throw new InvalidOperationException("There is no room: take a result first.");
        _inOrder.Enqueue(new Place(Task.FromResult(result), null));
    }

    /// <summary>Takes the next result in order, if it is there.</summary>
    /// <param name="result">The result.</param>
    public bool TryTake([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TResult result)
    {
        result = default;
        if (_inOrder.Count == 0 || !_inOrder.Peek().Result.IsCompleted)
            return false;
        result = Take(CancellationToken.None);
        return true;
    }

    /// <summary>Takes the next result in order, and waits for it.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <param name="meanwhile">Called on this thread every 0.3 s of the waiting.</param>
    /// <exception cref="InvalidOperationException">There is nothing to wait for.</exception>
    /// <exception cref="OperationCanceledException">The wait, or the work, was cancelled.</exception>
    public TResult Take(CancellationToken cancellationToken, Action? meanwhile = null)
    {
        var next = _inOrder.Count > 0 ? _inOrder.Peek().Result : throw new InvalidOperationException("There is nothing to take.");
        if (!next.IsCompleted)
            Wait(next, meanwhile, cancellationToken);
        _inOrder.Dequeue();
        _taken = Math.Min(_taken + 1, _throttleLimit * Spread);
        return next.GetAwaiter().GetResult();
    }

    /// <summary>Closes the window again to what runs at once, as before the first result; further results open it.</summary>
    public void Narrow() => _taken = 0;

    /// <summary>
    /// Starts nothing further. What is under way goes on; taking an item that had not been started throws
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public void StopStarting()
    {
        lock (_gate)
            _stopStarting = true;
    }

    /// <summary>The items that were started and whose results nobody has taken, in order; for when the window is closed.</summary>
    public IEnumerable<TItem> Untaken()
    {
        foreach (var place in _inOrder)
        {
            if (place.Slot is { IsStarted: true } slot)
                yield return slot.Item;
        }
    }

    /// <summary>Cancels what is under way and waits until nothing of it is left.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _waiting.Writer.TryComplete();
        StopStarting();
        _stop.Cancel();
        Task.WhenAll(_workers).GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private static void Wait(Task task, Action? meanwhile, CancellationToken cancellationToken)
    {
        try
        {
            while (!task.Wait(meanwhile is null ? Timeout.Infinite : MeanwhileMilliseconds, cancellationToken))
                meanwhile!();
        }
        catch (AggregateException)
        {
            // The task's own failure; taking the result throws it as it is.
        }
    }

    // Without what flows with the caller's thread: a shell's culture would be put on and off again at every step of a row.
    private Task StartWorker()
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(WorkAsync);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (TryRead(out var slot, out var mayStart))
            {
                if (!mayStart)
                {
                    slot.TrySetCanceled(_stop.Token);
                    continue;
                }

                try
                {
                    slot.TrySetResult(await _work(slot.Item, _stop.Token).ConfigureAwait(false));
                }
                catch (OperationCanceledException) when (_stop.IsCancellationRequested)
                {
                    slot.TrySetCanceled(_stop.Token);
                }
                catch (Exception e)
                {
                    slot.TrySetException(e);
                }
            }
        }
    }

    // Both at once, or an item could start although one before it does not: whoever waits for that one would wait forever.
    private bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Slot? slot, out bool mayStart)
    {
        lock (_gate)
        {
            mayStart = !_stopStarting && !_stop.IsCancellationRequested;
            if (!_waiting.Reader.TryRead(out slot))
                return false;
            slot.IsStarted = mayStart;
            return true;
        }
    }

    private sealed class Slot(TItem item) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Item { get; } = item;

        public bool IsStarted { get; set; }
    }

    // What was added as finished has no slot.
    private readonly record struct Place(Task<TResult> Result, Slot? Slot);
}
