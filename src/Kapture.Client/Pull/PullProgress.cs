namespace Kapture;

/// <summary>How far a pull has come. Nobody knows how many customers there will be, but how many days there are is known.</summary>
/// <param name="Customers">Customers given.</param>
/// <param name="DaysDone">Days of which all have been given.</param>
/// <param name="Days">Days in the range.</param>
/// <param name="Elapsed">The time since the pull began.</param>
public readonly record struct PullProgress(long Customers, int DaysDone, int Days, TimeSpan Elapsed)
{
    /// <summary>Customers a second, since the pull began.</summary>
    public double CustomersPerSecond => Elapsed > TimeSpan.Zero ? Customers / Elapsed.TotalSeconds : 0;

    /// <summary>How much of it is done, from 0 to 1, by days.</summary>
    public double Fraction => Days > 0 ? (double)DaysDone / Days : 1;

    /// <summary>How long the rest will take if its days are like those that are done; <see langword="null"/> before the first is.</summary>
    public TimeSpan? Remaining => DaysDone > 0 ? TimeSpan.FromTicks(Elapsed.Ticks / DaysDone * (Days - DaysDone)) : null;
}
