using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace KapturePS.Soak.World;

/// <summary>Faults of every kind that the emulator knows, each as likely as the others, for one epoch.</summary>
internal static class FaultMix
{
    private static readonly EmulatorOperation[] _writes = [EmulatorOperation.Add, EmulatorOperation.Update, EmulatorOperation.AddContact];
    private static readonly EmulatorQuirks[] _quirks = [.. Enum.GetValues<EmulatorQuirks>().Where(quirk => quirk != EmulatorQuirks.None)];

    /// <summary>The rules.</summary>
    /// <param name="rate">How many requests of all go wrong in one way or another, from 0 to 1.</param>
    /// <param name="random">Where the seeds of the rules come from.</param>
    /// <param name="isOverSockets">Whether the service's own waits are real: then they are short, and none is without end.</param>
    public static IReadOnlyList<EmulatorFault> Of(double rate, Random random, bool isOverSockets)
    {
        if (rate <= 0)
            return [];
        var faults = Kinds(isOverSockets).ToList();
        return [.. faults.Select(fault => fault with { Probability = rate / faults.Count * fault.Probability, Seed = random.Next() })];
    }

    private static IEnumerable<EmulatorFault> Kinds(bool isOverSockets)
    {
        yield return new() { Kind = FaultKind.DropBefore };
        yield return new() { Kind = FaultKind.DropAfter };
        yield return new() { Kind = FaultKind.Truncate };
        yield return new() { Kind = FaultKind.Slow, Delay = TimeSpan.FromMilliseconds(isOverSockets ? 1 : 700) };
        foreach (var applied in new[] { false, true })
        {
            yield return new() { Kind = FaultKind.Garbage, Applied = applied };
            yield return new() { Kind = FaultKind.Html, Applied = applied };
            if (!isOverSockets)
                yield return new() { Kind = FaultKind.Hang, Applied = applied };

            // What may mean anything: the work was done, or it was not.
            foreach (var status in new[] { 408, 500, 502, 503, 504 })
                yield return new() { Kind = FaultKind.Status, StatusCode = status, Applied = applied };
        }

        // What says that nothing was done, and tells the truth.
        foreach (var (status, wait, asDate) in new[] { (503, 3, false), (503, 2, true), (429, 1, false), (429, 5, true) })
            yield return new() { Kind = FaultKind.Status, StatusCode = status, RetryAfter = TimeSpan.FromSeconds(wait), RetryAfterAsDate = asDate };
        foreach (var status in new[] { 429, 400, 403, 404 })
            yield return new() { Kind = FaultKind.Status, StatusCode = status };
        yield return new() { Kind = FaultKind.Status, StatusCode = 401, Probability = 0.02 };

        // Of a new customer nobody can tell that the id is another's, so only of those that are known.
        foreach (var operation in new[] { EmulatorOperation.Update, EmulatorOperation.Get, EmulatorOperation.AddContact })
            yield return new() { Kind = FaultKind.WrongCustomer, Operation = operation };

        // Four times the budget of the call, now and then: the call gives up and says so.
        foreach (var operation in _writes)
            yield return new() { Kind = FaultKind.Status, StatusCode = 429, RetryAfter = TimeSpan.FromHours(2), Operation = operation, Probability = 0.02 };
        foreach (var quirk in _quirks)
            yield return new() { Kind = FaultKind.Quirks, Quirks = quirk, Probability = 3 };
    }
}
