namespace Kapture.Emulator;

/// <summary>An answer, and what a transport is to do with it.</summary>
/// <param name="Response">The answer; without meaning where the delivery never sends one.</param>
/// <param name="Delivery">How it travels.</param>
/// <param name="Delay">The time before the answer; with <see cref="EmulatorDelivery.Slow"/>, between two pieces of its body.</param>
public readonly record struct EmulatorExchange(EmulatorResponse Response, EmulatorDelivery Delivery, TimeSpan Delay);
