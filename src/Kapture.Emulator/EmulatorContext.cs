using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator;

/// <summary>What a call may use.</summary>
/// <param name="Options">How the emulator is set up.</param>
/// <param name="Store">The customers.</param>
/// <param name="Now">Wall clock of the service's zone.</param>
/// <param name="WrongCustomer">Whether a fault makes the answer speak of another customer.</param>
internal readonly record struct EmulatorContext(EmulatorOptions Options, CustomerStore Store, DateTime Now, bool WrongCustomer)
{
    /// <summary>Adds a customer, or changes the one of this id.</summary>
    /// <returns>Null where there is no such customer, or no such contact.</returns>
    public WriteOutcome? Write(string customerId, CustomerChange change)
    {
        if (customerId.Length == 0)
            return Store.Add(change, Now, Options.MatchExisting);

        return JsonValues.Number(customerId) is { } id ? Store.Update(id, change, Now) : null;
    }
}
