namespace KapturePS.Bench;

/// <summary>
/// The invented customers that an emulator starts with. Its end date is exclusive: then a loop over the days that knows
/// nothing of the other reading is right too, and nobody downloads a day twice.
/// </summary>
/// <param name="Customers">How many.</param>
/// <param name="Days">The days that they are spread over, evenly.</param>
internal sealed record Seed(int Customers, int Days)
{
    // All of it has to lie in the past, however many days.
    private static readonly DateTime _start = new(2015, 1, 1);

    /// <summary>What the emulator server is told.</summary>
    public IReadOnlyList<string> Arguments =>
        ["--seed", Invariant.Text(Customers), "--seed-start", Invariant.Day(_start), "--seed-days", Invariant.Text(Days), "--end-date", "exclusive"];

    /// <summary>So many customers on each of so many days.</summary>
    public static Seed EachDay(int customers, int days) => new(customers * days, days);

    /// <summary>Some of the days.</summary>
    public SeededDays Part(int skip, int days) => new(_start.AddDays(skip), days, FirstOn(skip + days) - FirstOn(skip));

    // How the emulator spreads them: the number of the first customer of a day.
    private int FirstOn(int day) => (int)((((long)day * Customers) + Days - 1) / Days);
}

/// <summary>Days to pull, and how many customers that has to bring.</summary>
internal sealed record SeededDays(DateTime First, int Days, int Customers)
{
    public DateTime Last => First.AddDays(Days - 1);
}
