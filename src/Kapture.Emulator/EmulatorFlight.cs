using Kapture.Emulator.Statistics;

namespace Kapture.Emulator;

/// <summary>A request in flight, until it is disposed of; once is enough and twice does no harm.</summary>
public sealed class EmulatorFlight : IDisposable
{
    private RequestCounters? _counters;

    internal EmulatorFlight(RequestCounters counters)
    {
        _counters = counters;
        counters.Enter();
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _counters, null)?.Leave();
}
