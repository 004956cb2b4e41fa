namespace Kapture.Emulator.Store;

/// <summary>Where a customer came from: ids of the account's own lists, 0 for none.</summary>
internal readonly record struct CustomerSources(long Primary, long Secondary, long Tertiary);
