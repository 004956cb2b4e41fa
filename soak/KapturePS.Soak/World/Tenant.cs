using Kapture;
using Kapture.Emulator;
using Kapture.Emulator.Server;
using KapturePS.Soak.Clock;

namespace KapturePS.Soak.World;

/// <summary>What an epoch's tenant is like.</summary>
/// <param name="Dialect">The generation of the API.</param>
/// <param name="IsOverSockets">Whether requests go over real connections.</param>
internal sealed record TenantKind(Dialect Dialect, bool IsOverSockets)
{
    public override string ToString() => $"{Dialect.Name}{(IsOverSockets ? " over sockets" : string.Empty)}";
}

/// <summary>An emulator that lives through all epochs of its kind, and the clients of one epoch.</summary>
internal sealed class Tenant : IAsyncDisposable
{
    /// <summary>Customers that nobody in the soak changes.</summary>
    public const int Bystanders = 200;

    public static readonly DateTime BystandersFrom = new(2024, 6, 1);

    public const int BystanderDays = 5;

    private readonly EmulatorServer? _server;
    private readonly Func<HttpMessageHandler, HttpMessageHandler> _between;
    private readonly VirtualClock _clock;
    private readonly List<string> _bystanders;
    private Door? _door;
    private HttpMessageHandler? _service;

    private Tenant(TenantKind kind, VirtualClock clock, KaptureEmulator emulator, EmulatorServer? server, Func<HttpMessageHandler, HttpMessageHandler> between)
    {
        (Kind, Emulator, _clock, _server, _between) = (kind, emulator, clock, server, between);
        _bystanders = [.. ReadBystanders()];
    }

    public TenantKind Kind { get; }

    public KaptureEmulator Emulator { get; }

    /// <summary>The client that is alive.</summary>
    public KaptureClient Client { get; private set; } = null!;

    public Door Door => _door!;

    /// <summary>Whether a request is on a real connection.</summary>
    public bool IsAtWork => Kind.IsOverSockets && _door is { Active: > 0 };

    public static async Task<Tenant> StartAsync(TenantKind kind, VirtualClock clock, Func<HttpMessageHandler, HttpMessageHandler> between)
    {
        // What the documents leave open is one way in process, and the other way over sockets.
        var options = new EmulatorOptions
        {
            Seed = Bystanders,
            SeedStart = BystandersFrom,
            SeedDays = BystanderDays,
            EndDate = kind.IsOverSockets ? EndDateReading.Exclusive : EndDateReading.Inclusive,
            PullOrder = kind.IsOverSockets ? PullOrder.NewestFirst : PullOrder.OldestFirst,
            LegacyQuirks = kind.IsOverSockets ? LegacyQuirks.CustomerIdInAnswer : LegacyQuirks.Published,
        };
        if (!kind.IsOverSockets)
            return new Tenant(kind, clock, new KaptureEmulator(options, clock), null, between);
        var server = await EmulatorServer.StartAsync(new EmulatorServerOptions { Emulator = options, Time = new ServiceClock(clock) }).ConfigureAwait(false);
        return new Tenant(kind, clock, server.Emulator, server, between);
    }

    /// <summary>Begins an epoch: an empty tenant, and what is to go wrong.</summary>
    public void Begin(double faults, Random random)
    {
        Emulator.Reset();
        Began = Today;
        Emulator.Faults = FaultMix.Of(faults, random, Kind.IsOverSockets);
        Connect(faults, random);
    }

    /// <summary>A new client, as after a crash.</summary>
    public void Connect(double faults, Random random)
    {
        Disconnect();
        _service = _server is null ? new EmulatorHandler(Emulator) : new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        _door = new Door(_between(_service), new DoorFaults(faults / 50, random.Next()));
        Client = new KaptureClient(new KaptureClientOptions(_server?.BaseUri ?? new Uri("https://emulator.invalid/"), KaptureCredential.FromToken(Emulator.Options.Token))
        {
            AccountId = Emulator.Options.AccountId,
            Dialect = Kind.Dialect,
            PrimaryHandler = _door,
            Time = _clock,
        });
    }

    public void Disconnect()
    {
        Client?.Dispose();
        _door?.Dispose();
        _service?.Dispose();
        (_door, _service) = (null, null);
    }

    /// <summary>Ends an epoch: nothing goes wrong any more, and everything is forgotten.</summary>
    public void End()
    {
        Disconnect();
        Emulator.Faults = [];
        Emulator.Reset();
    }

    /// <summary>The day on which the epoch began.</summary>
    public DateTime Began { get; private set; }

    /// <summary>All that was added since the epoch began.</summary>
    public IReadOnlyList<TrueCustomer> ReadAdded() => [.. Truth.Read(Emulator, Began, Today)];

    /// <summary>The records of those whom nobody was to change.</summary>
    public IEnumerable<string> ChangedBystanders() => _bystanders.Except(ReadBystanders());

    /// <summary>How many customers there are by the emulator's own count, apart from those who stand by.</summary>
    public long CountAdded() => Emulator.GetStatistics().Customers - Bystanders;

    /// <summary>The present day of the service.</summary>
    public DateTime Today => TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), Emulator.Options.TimeZone).Date;

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
    }

    private IEnumerable<string> ReadBystanders() =>
        Truth.Read(Emulator, BystandersFrom, BystandersFrom.AddDays(BystanderDays - 1)).Select(customer => customer.Text);

}
