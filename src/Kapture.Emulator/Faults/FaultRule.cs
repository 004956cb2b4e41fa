namespace Kapture.Emulator.Faults;

/// <summary>A rule at work: it counts what it has seen and hit.</summary>
internal sealed class FaultRule(EmulatorFault fault)
{
    private readonly object _gate = new();
    private long _seen;
    private long _hits;

    public EmulatorFault Fault => fault;

    /// <summary>Counts a request, and tells whether it is hit.</summary>
    public bool Hits(EmulatorOperation operation)
    {
        if (fault.Operation is { } only && only != operation)
            return false;

        lock (_gate)
        {
            var turn = ++_seen - fault.Skip;
            if (turn < 1 || turn % fault.Every != 0 || _hits >= (fault.Times ?? long.MaxValue) || Chance(_seen) >= fault.Probability)
                return false;

            _hits++;
            return true;
        }
    }

    // By the request's number and not by a generator's state, so that the same requests are hit on every run.
    private double Chance(long request)
    {
        unchecked
        {
            var mixed = ((ulong)request * 0x9E3779B97F4A7C15UL) + (uint)fault.Seed;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return ((mixed ^ (mixed >> 31)) >> 11) / (double)(1UL << 53);
        }
    }
}
