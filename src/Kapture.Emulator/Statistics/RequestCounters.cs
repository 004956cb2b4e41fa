namespace Kapture.Emulator.Statistics;

/// <summary>Counts requests without a lock.</summary>
internal sealed class RequestCounters
{
    // One slot a status up to 599; 0 is for requests that got no answer.
    private const int Statuses = 600;

    private static readonly EmulatorOperation[] _operations = Enum.GetValues<EmulatorOperation>();

    private readonly long[] _byStatus = new long[_operations.Length * Statuses];
    private readonly long[] _failed = new long[_operations.Length];
    private int _inFlight;
    private int _highestInFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    public int HighestInFlight => Volatile.Read(ref _highestInFlight);

    public void Enter()
    {
        var now = Interlocked.Increment(ref _inFlight);
        for (var seen = HighestInFlight; now > seen; seen = HighestInFlight)
            Interlocked.CompareExchange(ref _highestInFlight, now, seen);
    }

    public void Leave() => Interlocked.Decrement(ref _inFlight);

    public void Count(EmulatorOperation operation, int status, bool failed)
    {
        Interlocked.Increment(ref _byStatus[((int)operation * Statuses) + status]);
        if (failed)
            Interlocked.Increment(ref _failed[(int)operation]);
    }

    /// <summary>Forgets everything but the requests in flight, which will still leave.</summary>
    public void Reset()
    {
        Array.Clear(_byStatus, 0, _byStatus.Length);
        Array.Clear(_failed, 0, _failed.Length);
        Volatile.Write(ref _highestInFlight, InFlight);
    }

    public IReadOnlyDictionary<EmulatorOperation, OperationStatistics> Snapshot()
    {
        var operations = new Dictionary<EmulatorOperation, OperationStatistics>();
        foreach (var operation in _operations)
        {
            var byStatus = new SortedDictionary<int, long>();
            for (var status = 0; status < Statuses; status++)
            {
                var count = Volatile.Read(ref _byStatus[((int)operation * Statuses) + status]);
                if (count > 0)
                    byStatus.Add(status, count);
            }

            if (byStatus.Count > 0)
                operations.Add(operation, new OperationStatistics(byStatus.Values.Sum(), Volatile.Read(ref _failed[(int)operation]), byStatus));
        }

        return operations;
    }
}
