using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Pull;

/// <summary>How the service is set up, and how it is asked.</summary>
internal sealed record PullSetup
{
    public string Zone { get; init; } = "Asia/Kolkata";

    public EndDateReading Reading { get; init; }

    public int? Cap { get; init; }

    public int PageSize { get; init; } = 100;

    public int DaysAhead { get; init; } = 1;

    public EmulatorFault? Fault { get; init; }

    /// <summary>Customers that fit a page, whoever limits it.</summary>
    public int Page => Math.Min(PageSize, Cap ?? int.MaxValue);

    /// <summary>The same but for one thing, which is plainer.</summary>
    public IEnumerable<PullSetup> Plainer()
    {
        var plain = new PullSetup();
        return new[]
        {
            this with { Fault = null },
            this with { Reading = plain.Reading },
            this with { Cap = null },
            this with { PageSize = plain.PageSize },
            this with { DaysAhead = plain.DaysAhead },
        }.Where(setup => setup != this);
    }

    public override string ToString() =>
        $"{Zone}, end date {Reading}, cap {(Cap is null ? "none" : $"{Cap}")}, page size {PageSize}, {DaysAhead} days ahead, fault {(Fault is null ? "none" : $"{Fault.Kind} every {Fault.Every}")}";
}
