namespace KapturePS.Soak.World;

/// <summary>
/// Stands between a client and the service: refuses connections, lets requests hang, and shuts when the client is to die.
/// Who is behind it when it shuts is served, and never hears of it.
/// </summary>
internal sealed class Door(HttpMessageHandler service, DoorFaults faults) : DelegatingHandler(service)
{
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _shut;
    private long _passed;
    private long _shutsAt = long.MaxValue;
    private int _active;
    private volatile bool _isShut;

    /// <summary>How many requests the service is working on.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Whether the client behind the door is dead to the service.</summary>
    public bool IsShut => _isShut;

    /// <summary>Shuts the door with the request after so many more, and tells so.</summary>
    public void ShutAfter(int requests, CancellationTokenSource told)
    {
        _shut = told;
        Volatile.Write(ref _shutsAt, Volatile.Read(ref _passed) + requests);
    }

    /// <summary>Keeps the door open after all, where it has not shut yet.</summary>
    public void StayOpen() => Volatile.Write(ref _shutsAt, long.MaxValue);

    /// <summary>Ends when nobody is behind the shut door any more.</summary>
    public Task UntilEmptyAsync()
    {
        TellWhereEmpty();
        return _emptied.Task;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _passed);
        Interlocked.Increment(ref _active);
        var isActive = true;
        try
        {
            // Counted first, looked after: whoever has seen the door open is waited for.
            if (number >= Volatile.Read(ref _shutsAt))
                Shut();
            var fault = _isShut ? DoorFault.HangBefore : faults.Of(number);
            if (fault == DoorFault.Refuse)
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused.");
            if (fault == DoorFault.HangBefore)
            {
                Leave();
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            }

            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (fault != DoorFault.HangAfter && !_isShut)
                return response;
            response.Dispose();
            Leave();
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            throw new InvalidOperationException("Nothing ends that wait but the client.");
        }
        finally
        {
            Leave();
        }

        void Leave()
        {
            if (!isActive)
                return;
            isActive = false;
            Interlocked.Decrement(ref _active);
            TellWhereEmpty();
        }
    }

    private void Shut()
    {
        _isShut = true;
        _shut?.CancelAsync();
    }

    private void TellWhereEmpty()
    {
        if (_isShut && Active == 0)
            _emptied.TrySetResult();
    }
}
