namespace Kapture.Emulator.Faults;

/// <summary>The rules in force.</summary>
internal sealed class FaultPlan
{
    private volatile FaultRule[] _rules = [];

    public IReadOnlyList<EmulatorFault> Faults
    {
        get => [.. _rules.Select(static r => r.Fault)];
        set => _rules = [.. value.Select(static f => new FaultRule(Checked(f)))];
    }

    /// <summary>The fault that hits a request, if one does, and the oddities that its answer is to show.</summary>
    public EmulatorFault? Decide(EmulatorOperation operation, ref EmulatorQuirks quirks)
    {
        foreach (var rule in _rules)
        {
            if (!rule.Hits(operation))
                continue;

            if (rule.Fault.Kind != FaultKind.Quirks)
                return rule.Fault;

            quirks |= rule.Fault.Quirks;
        }

        return null;
    }

    private static EmulatorFault Checked(EmulatorFault fault) =>
        fault.Complaint() is { } complaint ? throw new ArgumentException($"Fault rule: {complaint}.", nameof(fault)) : fault;
}
