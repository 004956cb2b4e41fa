using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace KapturePS.Soak.Shell;

/// <summary>Faults for a part that waits by the machine's clock: as many kinds, and fewer that make anybody wait.</summary>
internal static class ShellFaults
{
    public static IReadOnlyList<EmulatorFault> Of(Random random)
    {
        EmulatorFault[] faults =
        [
            new() { Kind = FaultKind.DropBefore, Probability = 0.0003 },
            new() { Kind = FaultKind.DropAfter, Probability = 0.001 },
            new() { Kind = FaultKind.Truncate, Probability = 0.001 },
            new() { Kind = FaultKind.Html, Applied = true, Probability = 0.001 },
            new() { Kind = FaultKind.Garbage, Applied = true, Probability = 0.001 },
            new() { Kind = FaultKind.Status, StatusCode = 500, Applied = true, Probability = 0.001 },
            new() { Kind = FaultKind.Status, StatusCode = 408, Applied = true, Probability = 0.0003 },
            new() { Kind = FaultKind.Status, StatusCode = 403, Probability = 0.001 },
            new() { Kind = FaultKind.Status, StatusCode = 429, RetryAfter = TimeSpan.Zero, Probability = 0.001 },
            new() { Kind = FaultKind.Status, StatusCode = 503, RetryAfter = TimeSpan.Zero, Probability = 0.001 },
            new() { Kind = FaultKind.WrongCustomer, Operation = EmulatorOperation.Update, Probability = 0.001 },
            new() { Kind = FaultKind.Slow, Delay = TimeSpan.FromMilliseconds(1), Probability = 0.001 },
            .. Enum.GetValues<EmulatorQuirks>().Where(quirk => quirk != EmulatorQuirks.None)
                .Select(quirk => new EmulatorFault { Kind = FaultKind.Quirks, Quirks = quirk, Probability = 0.01 }),
        ];
        return [.. faults.Select(fault => fault with { Seed = random.Next() })];
    }
}
