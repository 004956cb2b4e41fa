using Kapture.Emulator;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Server;

namespace Kapture.Tests.Service;

/// <summary>A server on a free loopback port and a client of it: everything from the call to the socket is real.</summary>
internal sealed class EmulatedService : IAsyncDisposable
{
    private readonly EmulatorServer _server;

    private EmulatedService(EmulatorServer server, KaptureClient client)
    {
        _server = server;
        Client = client;
    }

    public KaptureClient Client { get; }

    public KaptureEmulator Emulator => _server.Emulator;

    public Uri BaseUri => _server.BaseUri;

    public static async Task<EmulatedService> StartAsync(EmulatorOptions? options = null, string token = Calls.Token, int retries = 2, TimeSpan? timeout = null)
    {
        var server = await EmulatorServer.StartAsync(options ?? new EmulatorOptions());
        return new EmulatedService(server, Calls.Client(server.BaseUri, token, retries, timeout));
    }

    /// <summary>How many requests of the kind have come.</summary>
    public long Requests(EmulatorOperation operation) =>
        Emulator.GetStatistics().Operations.TryGetValue(operation, out var statistics) ? statistics.Requests : 0;

    public void Break(params EmulatorFault[] faults) => Emulator.Faults = faults;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
