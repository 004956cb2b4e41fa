namespace Kapture.Emulator.Store;

/// <summary>How many customers one day has at one moment: the seeded ones, then those that were added.</summary>
/// <param name="Day">The day.</param>
/// <param name="Seeded">Its seeded customers.</param>
/// <param name="Added">How many were added to it.</param>
/// <param name="Order">The order in which they are counted off.</param>
internal readonly record struct CustomerDay(DateTime Day, SeededDay Seeded, int Added, PullOrder Order)
{
    public int Count => Seeded.Count + Added;

    public bool IsSeededAt(int position) => Oldest(position) < Seeded.Count;

    /// <summary>The number of the seeded customer at this place.</summary>
    public int NumberAt(int position) => Seeded.First + Oldest(position);

    /// <summary>Which of those added to the day is at this place.</summary>
    public int AddedAt(int position) => Oldest(position) - Seeded.Count;

    private int Oldest(int position) => Order == PullOrder.OldestFirst ? position : Count - 1 - position;
}
