namespace KapturePS.Bench;

/// <summary>Takes the lines in as they become known, and prints each at once.</summary>
internal sealed class Board
{
    private readonly List<Entry> _entries = [];

    /// <summary>What is known so far, in the order in which it became known.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>A line that was measured: the median of its rounds.</summary>
    public void Measured(string name, IReadOnlyList<double> rounds) => Add(new Entry(Lines.Find(name), Median(rounds), rounds, null, IsError: false));

    /// <summary>A line that cannot be measured here.</summary>
    public void NotMeasured(string name, string reason) => Add(new Entry(Lines.Find(name), null, [], "not measured: " + reason, IsError: false));

    /// <summary>A line whose measurement went wrong.</summary>
    public void Failed(string name, string reason) => Add(new Entry(Lines.Find(name), null, [], "error: " + reason, IsError: true));

    public bool Has(string name) => _entries.Exists(entry => entry.Line.Name == name);

    private void Add(Entry entry)
    {
        _entries.Add(entry);
        Console.WriteLine($"{entry.Line.Name}: {entry.Text}");
    }

    /// <summary>The value in the middle; of two, what lies between them.</summary>
    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>What came of a line.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Value">Its value; <see langword="null"/> where there is none.</param>
    /// <param name="Rounds">The value of each round.</param>
    /// <param name="Reason">Why there is no value.</param>
    /// <param name="IsError">Whether that is a fault.</param>
    internal sealed record Entry(Line Line, double? Value, IReadOnlyList<double> Rounds, string? Reason, bool IsError)
    {
        public string Text => Value is { } value ? Line.Write(value) : Reason!;

        /// <summary>Whether the bar is met; <see langword="null"/> where there is no bar. A bar that was not measured is not met.</summary>
        public bool? IsMet => Line.Bar is { } bar ? Value is { } value && bar.IsMetBy(value) : null;

        public string Spread => Rounds.Count > 1 ? $"{Line.Write(Rounds.Min())} to {Line.Write(Rounds.Max())}, {Rounds.Count} rounds" : string.Empty;
    }
}
