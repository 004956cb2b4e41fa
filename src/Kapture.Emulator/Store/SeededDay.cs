namespace Kapture.Emulator.Store;

/// <summary>The seeded customers of one day: a run of numbers.</summary>
internal readonly record struct SeededDay(int First, int Count);
