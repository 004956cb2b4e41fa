namespace Kapture.Tests.Pull;

/// <summary>Customers, oldest first, and a range and a filter to pull them by. Start and End are as a caller gives them, Now is in UTC.</summary>
internal sealed record PullCase(PullSetup Setup, IReadOnlyList<Person> People, DateTime Start, DateTime? End, DateTime Now, PullFilterCase Filter)
{
    /// <summary>Customers that are added while the pull runs.</summary>
    public ArrivalPlan? Arrivals { get; init; }

    public DateRange Range(TimeZoneInfo zone) => DateRange.Create(Start, End, zone, new DateTimeOffset(Now, TimeSpan.Zero));

    /// <summary>Whether somebody who is written down under a time belongs to the range.</summary>
    public bool Spans(DateTime written, Func<DateTime, DateTime> write)
    {
        // A start or an end in UTC is an instant; else it is what the clock on the wall shows.
        var start = Start.Kind == DateTimeKind.Utc ? write(Start) : Second(Start);
        var end = End is not { } given ? DateTime.MaxValue
            : given.Kind == DateTimeKind.Utc ? write(given)
            : given.TimeOfDay == TimeSpan.Zero ? given.AddDays(1).AddSeconds(-1)
            : Second(given);
        return written >= start && written <= end && written <= write(Now);

        static DateTime Second(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>The same with less of something.</summary>
    public IEnumerable<PullCase> Smaller()
    {
        for (var length = People.Count / 2; length >= 1; length /= 2)
        {
            for (var at = 0; at + length <= People.Count; at += length)
                yield return this with { People = [.. People.Take(at), .. People.Skip(at + length)] };
        }

        foreach (var setup in Setup.Plainer())
            yield return this with { Setup = setup };
        if (Filter != PullFilterCase.None)
            yield return this with { Filter = PullFilterCase.None };
        foreach (var arrivals in Arrivals?.Smaller() ?? [])
            yield return this with { Arrivals = arrivals };
    }

    public override string ToString() => string.Join(Environment.NewLine,
    [
        $"{Setup}", $"from {Text(Start)} to {(End is { } end ? Text(end) : "now")}, now {Text(Now)}", $"filter {Filter}", .. Arrivals is null ? (string[])[] : [Arrivals.ToString()], .. People.Select(person => person.ToString()),
    ]);

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fffK", System.Globalization.CultureInfo.InvariantCulture);
}
