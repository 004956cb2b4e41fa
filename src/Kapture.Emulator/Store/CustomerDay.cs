namespace Kapture.Emulator.Store;

/// <summary>How many customers one day has at one moment: the seeded ones, then those that were added.</summary>
/// <param name="Day">The day.</param>
/// <param name="Seeded">Its seeded customers.</param>
/// <param name="Added">How many were added to it.</param>
/// <param name="Order">The order in which they are counted off.</param>
internal readonly record struct CustomerDay(DateTime Day, SeededDay Seeded, int Added, PullOrder Order)
{
    public int Count => Seeded.Count + Added;

    /// <summary>Where the customer at a place of the chosen order stands among them, oldest first.</summary>
    public int At(int position) => Order == PullOrder.OldestFirst ? position : Count - 1 - position;
}
