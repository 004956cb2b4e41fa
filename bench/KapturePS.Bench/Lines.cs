namespace KapturePS.Bench;

/// <summary>Every line that the bench prints, and the bar that it has to reach.</summary>
internal static class Lines
{
    public const string ClientVsRaw = "client.add.vs_raw";
    public const string ClientRowsPerSecond = "client.add.rows_per_second";
    public const string RawRowsPerSecond = "raw.add.rows_per_second";
    public const string BytesPerRow = "allocations.bytes_per_row";
    public const string RawBytesPerRow = "allocations.raw_bytes_per_row";
    public const string VsLimit = "cmdlet.add.vs_limit";
    public const string VsBareLimit = "cmdlet.add.vs_bare_limit";
    public const string RowsPerSecond = "cmdlet.add.rows_per_second";
    public const string VsLoop = "cmdlet.add.vs_irm_loop";
    public const string VsParallel = "cmdlet.add.vs_irm_parallel";
    public const string VsPython = "cmdlet.add.vs_python";
    public const string LatencyEfficiency = "cmdlet.add.latency_efficiency";
    public const string MemoryGrowth = "cmdlet.add.memory_growth_mb";
    public const string Linearity = "cmdlet.add.linearity";
    public const string JournalCost = "journal.cost";
    public const string ColdVsIrm = "cold.vs_irm";
    public const string PullVsRaw = "pull.client.vs_raw";
    public const string PulledPerSecond = "pull.client.customers_per_second";
    public const string RawPulledPerSecond = "pull.raw.customers_per_second";
    public const string BytesPerCustomer = "pull.client.bytes_per_customer";
    public const string RawBytesPerCustomer = "pull.raw.bytes_per_customer";
    public const string PullVsLoop = "pull.cmdlet.vs_irm";
    public const string PullLatencyEfficiency = "pull.latency_efficiency";
    public const string RawPullLatencyEfficiency = "pull.raw.latency_efficiency";
    public const string PullMemoryGrowth = "pull.memory_growth_mb";
    public const string FirstVsPage = "pull.first_object_vs_page";

    /// <summary>The lines, in the order in which they are measured.</summary>
    public static IReadOnlyList<Line> All { get; } =
    [
        new(ClientVsRaw, "0.000", Bar.AtLeast(0.90), "the client's rows a second over those of a bare HttpClient that posts the same bytes"),
        new(ClientRowsPerSecond, "0", null, "rows a second of the client"),
        new(RawRowsPerSecond, "0", null, "rows a second of the bare HttpClient"),
        new(BytesPerRow, "0", null, "bytes that the client allocates for a row"),
        new(RawBytesPerRow, "0", null, "bytes that the bare HttpClient allocates for a row"),
        new(VsLimit, "0.000", Bar.AtLeast(1.00), "time of bare posting, plus that of Import-Csv into an empty cmdlet with the same parameters, over that of Import-Csv into New-KaptureCustomer"),
        new(VsBareLimit, "0.000", null, "the same with Import-Csv into Out-Null, where the engine binds nothing"),
        new(RowsPerSecond, "0", null, "rows a second of Import-Csv into New-KaptureCustomer"),
        new(VsLoop, "0.0", Bar.AtLeast(15), "times as fast as Invoke-RestMethod in ForEach-Object"),
        new(VsParallel, "0.0", Bar.AtLeast(50), "times as fast as Invoke-RestMethod in ForEach-Object -Parallel"),
        new(VsPython, "0.0", null, "times as fast as requests in a ThreadPoolExecutor"),
        new(LatencyEfficiency, "0.000", Bar.AtLeast(0.95), "50 ms latency, 64 at once: rows a second over 64 / 0.05"),
        new(MemoryGrowth, "0.0", Bar.AtMost(32), "MiB of peak working set at 1,000,000 rows less that at 10,000"),
        new(Linearity, "0.000", Bar.AtMost(1.10), "time a row at 1,000,000 rows over that at 10,000"),
        new(JournalCost, "0.000", Bar.AtMost(1.15), "time with -Journal over time without, 100,000 rows"),
        new(ColdVsIrm, "0.000", Bar.AtMost(1.6), "a process that imports, connects and adds one row, over one that sends it with Invoke-RestMethod"),
        new(PullVsRaw, "0.000", Bar.AtLeast(0.85), "customers a second of the client, as typed objects, over those of a bare HttpClient that downloads the same pages into JsonDocument; 450 a day, pages of 100, 4 days at once"),
        new(PulledPerSecond, "0", null, "customers a second of the client"),
        new(RawPulledPerSecond, "0", null, "customers a second of the bare HttpClient"),
        new(BytesPerCustomer, "0", null, "bytes that the client allocates for a customer"),
        new(RawBytesPerCustomer, "0", null, "bytes that the bare HttpClient allocates for a customer"),
        new(PullVsLoop, "0.0", Bar.AtLeast(3), "Get-KaptureCustomerByDate: times as fast as a loop of Invoke-RestMethod over the days and their pages, each in a fresh process; 90 days of 450"),
        new(PullLatencyEfficiency, "0.000", Bar.AtLeast(0.90), "90 days of 450 customers, so 6 requests a day; 50 ms latency, 8 days at once: requests needed x 0.05 s / 8 over the time taken"),
        new(RawPullLatencyEfficiency, "0.000", null, "the same for a bare HttpClient: 90 days in 12 turns of 8 leave 0.938 at the most to whoever asks the pages of a day one by one"),
        new(PullMemoryGrowth, "0.0", Bar.AtMost(32), "MiB of peak working set for the 1,000,000 customers of a year less that for the 10,959 of its first four days"),
        new(FirstVsPage, "0.00", Bar.AtMost(3), "50 ms latency: time to the first customer of a session's first pull, pages of 100, over that of one such page to a warm bare HttpClient"),
    ];

    public static Line Find(string name) => All.Single(line => line.Name == name);
}

/// <summary>A line of the bench.</summary>
/// <param name="Name">What scripts know it by.</param>
/// <param name="Format">How its value is written.</param>
/// <param name="Bar">What it has to reach; <see langword="null"/> where it is for information.</param>
/// <param name="Meaning">What it is.</param>
internal sealed record Line(string Name, string Format, Bar? Bar, string Meaning)
{
    public string Write(double value) => Invariant.Text(value, Format);
}

/// <summary>What a value has to reach.</summary>
internal sealed record Bar(double Value, bool IsFloor)
{
    public static Bar AtLeast(double value) => new(value, IsFloor: true);

    public static Bar AtMost(double value) => new(value, IsFloor: false);

    public bool IsMetBy(double value) => IsFloor ? value >= Value : value <= Value;

    public override string ToString() => (IsFloor ? "≥ " : "≤ ") + Invariant.Text(Value, Value < 10 ? "0.00" : "0");
}
