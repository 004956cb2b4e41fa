namespace Kapture.Emulator.Store;

/// <summary>What a write did.</summary>
/// <param name="CustomerId">The customer that was written.</param>
/// <param name="ContactId">The contact that the answer names.</param>
/// <param name="IsNew">Whether the customer came into being.</param>
/// <param name="ContactAdded">Whether a contact came into being.</param>
/// <param name="ContactUpdated">Whether a contact was changed by a contact entry.</param>
internal readonly record struct WriteOutcome(long CustomerId, long ContactId, bool IsNew, bool ContactAdded, bool ContactUpdated);
