using System.Text.Json;
using Kapture.Emulator;

namespace Kapture.Tests.Pull;

/// <summary>An emulator in this process whose clock stands wherever a customer is to be added, and a client of it.</summary>
internal sealed class EmulatedPull : IDisposable
{
    // A fault that comes every other time may meet one request many times over where days are fetched at once.
    private const int Retries = 60;

    private readonly StandingClock _clock = new();
    private readonly Lock _gate = new();
    private readonly KaptureClient _client;

    /// <summary>Starts both.</summary>
    /// <param name="setup">How the service is set up, and how it is asked.</param>
    /// <param name="door">What stands between the two.</param>
    /// <param name="order">In which order the service answers.</param>
    /// <param name="grows">Whether no day is over by the client's clock; else all are.</param>
    /// <param name="legacy">The dates that the service accepts where it is asked in Legacy; else it is asked in V1.</param>
    public EmulatedPull(PullSetup setup, Func<EmulatedPull, HttpMessageHandler>? door = null, PullOrder order = PullOrder.OldestFirst, bool grows = false, LegacyDates? legacy = null)
    {
        Setup = setup;
        Zone = KaptureTimeZone.Find(setup.Zone)!;
        Emulator = new KaptureEmulator(new EmulatorOptions { EndDate = setup.Reading, PullOrder = order, MaxLimit = setup.Cap, TimeZone = Zone, LegacyDates = legacy ?? LegacyDates.Any }, _clock) { Faults = setup.Fault is { } fault ? [fault] : [] };
        _client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token))
        {
            PrimaryHandler = door?.Invoke(this) ?? new EmulatorHandler(Emulator),
            Dialect = legacy is null ? Dialect.V1 : Dialect.Legacy,
            TimeZone = Zone,
            Time = new StandingClock { Now = new DateTimeOffset(grows ? 2000 : 2050, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            MaximumRetryCount = Retries,
            Random = static () => 0,
        });
    }

    public PullSetup Setup { get; }

    public TimeZoneInfo Zone { get; }

    public KaptureEmulator Emulator { get; }

    /// <summary>What the wall clock of the zone shows at an instant, in whole seconds, as the service writes it.</summary>
    public DateTime Written(DateTime utc)
    {
        var shown = TimeZoneInfo.ConvertTime(new DateTimeOffset(utc, TimeSpan.Zero), Zone).DateTime;
        return shown.AddTicks(-(shown.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>Adds a customer, not through the client.</summary>
    public long Add(Person person)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { customer_info = person.Fields() });
        lock (_gate)
        {
            _clock.Now = new DateTimeOffset(person.Added, TimeSpan.Zero);
            return Ask("/ms/customer/customer/api/v1/add-update", body).GetProperty("customer").GetProperty("customer_id").GetInt64();
        }
    }

    /// <summary>Asks the emulator, not through the client and untouched by faults.</summary>
    public JsonElement Ask(string path, ReadOnlyMemory<byte> body)
    {
        using var answer = JsonDocument.Parse(Emulator.Handle(path, "Basic " + Calls.Token, body).Body);
        return answer.RootElement.Clone();
    }

    public async Task<List<Customer>> PullAsync(DateRange range, CustomerFilter filter, long? accountId = Calls.AccountId)
    {
        var customers = new List<Customer>();
        await foreach (var customer in _client.GetCustomersAsync(range, new CustomerPull(accountId, filter, Setup.PageSize, Setup.DaysAhead)))
            customers.Add(customer);
        return customers;
    }

    public void Dispose() => _client.Dispose();

    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
