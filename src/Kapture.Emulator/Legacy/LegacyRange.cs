using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>A range of wall-clock time, in ticks: no <see cref="DateTime"/> lies behind the last of days.</summary>
/// <param name="From">The first tick.</param>
/// <param name="To">The first tick behind it.</param>
internal readonly record struct LegacyRange(long From, long To)
{
    /// <summary>The days that it touches.</summary>
    public DayRange Days => To <= From
        ? default
        : new DayRange(new DateTime(From).Date, (int)(((To - 1) / TimeSpan.TicksPerDay) - (From / TimeSpan.TicksPerDay)) + 1);

    /// <summary>Null where it consists of whole days.</summary>
    public Func<CustomerRecord, bool>? Filter
    {
        get
        {
            var (from, to) = this;
            return from % TimeSpan.TicksPerDay == 0 && to % TimeSpan.TicksPerDay == 0
                ? null
                : customer => customer.Created.Ticks >= from && customer.Created.Ticks < to;
        }
    }

    /// <summary>An inclusive end takes its whole day in, or its whole second.</summary>
    public static LegacyRange Of(in LegacyDate start, in LegacyDate end, EndDateReading reading)
    {
        var last = end.HasTime ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerDay;
        return new LegacyRange(start.WallClock.Ticks, end.WallClock.Ticks + (reading == EndDateReading.Inclusive ? last : 0));
    }
}
