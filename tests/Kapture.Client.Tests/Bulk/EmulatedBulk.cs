using System.Diagnostics;
using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>
/// An emulator in this process, a client of it, and one clock for all: whatever a run waits for by the clock comes at
/// once, and whatever it waits for from the service comes when it comes.
/// </summary>
internal sealed class EmulatedBulk : IDisposable
{
    // Longer than any wait of a run, and far shorter than the time-out of a request: only a request that hangs is given up.
    private static readonly TimeSpan _soon = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _timeout = TimeSpan.FromDays(20);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    // Legacy tells no ids: what stands beside the run speaks V1.
    private readonly KaptureClient _beside;

    public EmulatedBulk(EmulatorOptions? options = null, int retries = 4, long? accountId = Calls.AccountId, string token = Calls.Token, Dialect? dialect = null)
    {
        Emulator = new KaptureEmulator(options, Time);
        Door = new ServiceDoor(new EmulatorHandler(Emulator), Time);
        Client = ClientOf(dialect ?? Dialect.V1, Door);
        _beside = dialect == Dialect.Legacy ? ClientOf(Dialect.V1, new EmulatorHandler(Emulator)) : Client;

        KaptureClient ClientOf(Dialect dialect, HttpMessageHandler handler) => new(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(token))
        {
            Dialect = dialect,
            PrimaryHandler = handler,
            Time = Time,
            MaximumRetryCount = retries,
            Random = () => 0,
            Timeout = _timeout,
            AccountId = accountId,
        });
    }

    public ManualTime Time { get; } = new();

    public KaptureEmulator Emulator { get; }

    public ServiceDoor Door { get; }

    public KaptureClient Client { get; }

    public long Customers => Emulator.GetStatistics().Customers;

    public static BulkRow Add(int row, string name = "Asha", string? phone = "9380491326", string? email = null, string? city = null) =>
        BulkRow.Add(row, new CustomerFields { Name = name, Phone = phone, Email = email, City = city });

    public void Break(params EmulatorFault[] faults) => Emulator.Faults = faults;

    /// <summary>How many requests of the kind have come.</summary>
    public long Requests(EmulatorOperation operation) =>
        Emulator.GetStatistics().Operations.TryGetValue(operation, out var statistics) ? statistics.Requests : 0;

    /// <summary>Adds a customer beside the run, by the clock as it stands.</summary>
    public async Task<long> HasAsync(CustomerFields fields) => (await _beside.AddCustomerAsync(fields)).CustomerId!.Value;

    /// <summary>The customer as it stands, looked up when the run is over.</summary>
    public async Task<Customer> GetAsync(long? id)
    {
        (Door.Before, Door.After) = (static _ => Task.CompletedTask, static _ => Task.CompletedTask);
        return await _beside.GetCustomerAsync(CustomerKey.ById(id!.Value));
    }

    /// <summary>Writes one row and gives what came of it.</summary>
    public async Task<BulkOutcome> WriteAsync(BulkRow row, BulkOptions? options = null) =>
        Assert.Single((await RunAsync([row], options)).Outcomes);

    /// <summary>Writes one row that fails.</summary>
    public async Task<KaptureException> FailAsync(KaptureErrorId expected, BulkRow row, BulkOptions? options = null)
    {
        var failure = (await WriteAsync(row, options)).Failure;
        Assert.NotNull(failure);
        Assert.Equal(expected, failure.ErrorId);
        return failure;
    }

    /// <summary>Writes one row that arrives.</summary>
    public async Task<WriteResult> ArriveAsync(BulkRow row, BulkOptions? options = null) => Result(await WriteAsync(row, options));

    public static WriteResult Result(BulkOutcome outcome)
    {
        Assert.Null(outcome.Failure);
        return Assert.IsType<WriteResult>(outcome.Result);
    }

    /// <summary>Writes rows until there are no more, or until the run ends.</summary>
    public Task<BulkReport> RunAsync(IEnumerable<BulkRow> rows, BulkOptions? options = null) => RunAsync(() =>
    {
        using var writer = new BulkWriter(Client, options ?? new BulkOptions());
        var outcomes = new List<BulkOutcome>();
        foreach (var row in rows)
        {
            while (!writer.HasRoom && writer.Take(out var outcome, default))
                outcomes.Add(outcome);
            if (writer.EndedBy is not null)
                break;
            writer.Add(row);
        }

        while (writer.Take(out var outcome, default))
            outcomes.Add(outcome);
        return new BulkReport(outcomes, writer.EndedBy, writer.LastRow, writer.Progress);
    });

    public async Task<T> RunAsync<T>(Func<T> run)
    {
        var running = Task.Run(run);
        var patience = Stopwatch.StartNew();
        while (!running.IsCompleted)
        {
            if (Time.FireNext(_soon) || (Door.Hanging > 0 && Time.FireNext(_timeout)))
                continue;
            Assert.True(patience.Elapsed < _patience, "The run waits for something other than the clock and the service.");
            await Task.Yield();
        }

        return await running;
    }

    public void Dispose()
    {
        Client.Dispose();
        _beside.Dispose();
    }
}

/// <summary>What a run came to.</summary>
internal sealed record BulkReport(IReadOnlyList<BulkOutcome> Outcomes, BulkOutcome? EndedBy, int LastRow, BulkProgress Progress)
{
    public IReadOnlyList<int> Rows => [.. Outcomes.Select(outcome => outcome.Row)];

    public IReadOnlyList<WriteResult> Results => [.. Outcomes.Select(EmulatedBulk.Result)];
}
