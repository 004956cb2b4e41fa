namespace Kapture.Emulator.Statistics;

/// <summary>What an emulator has seen and holds, at one moment.</summary>
/// <param name="Operations">The requests of each operation, those that had none left out.</param>
/// <param name="Customers">How many customers there are.</param>
/// <param name="Contacts">How many contacts they have.</param>
/// <param name="Duplicates">How many customers have the name, phone and email of an older one.</param>
/// <param name="InFlight">Requests that are being answered now.</param>
/// <param name="HighestInFlight">The most that there were at once.</param>
/// <param name="SeededComputed">How many times a seeded customer had to be computed.</param>
/// <param name="KeptRead">How many times a page took up a customer that was added or changed.</param>
public sealed record EmulatorStatistics(
    IReadOnlyDictionary<EmulatorOperation, OperationStatistics> Operations,
    long Customers,
    long Contacts,
    long Duplicates,
    int InFlight,
    int HighestInFlight,
    long SeededComputed,
    long KeptRead)
{
    /// <summary>All requests.</summary>
    public long Requests => Operations.Values.Sum(static o => o.Requests);
}
