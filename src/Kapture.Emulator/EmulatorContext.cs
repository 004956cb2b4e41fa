using Kapture.Emulator.Store;

namespace Kapture.Emulator;

/// <summary>What a call may use.</summary>
/// <param name="Options">How the emulator is set up.</param>
/// <param name="Store">The customers.</param>
/// <param name="Now">Wall clock of the service's zone.</param>
/// <param name="WrongCustomer">Whether a fault makes the answer speak of another customer.</param>
internal readonly record struct EmulatorContext(EmulatorOptions Options, CustomerStore Store, DateTime Now, bool WrongCustomer);
