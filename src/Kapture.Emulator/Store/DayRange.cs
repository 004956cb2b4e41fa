namespace Kapture.Emulator.Store;

/// <summary>Some days in succession; none where <paramref name="Count"/> is not positive.</summary>
internal readonly record struct DayRange(DateTime First, int Count)
{
    public DateTime At(int position, PullOrder order) => First.AddDays(order == PullOrder.OldestFirst ? position : Count - 1 - position);
}
