using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kapture.Emulator.Server;

/// <summary>
/// An emulated Kapture on a loopback port: Kestrel with nothing between the socket and the emulator, so that a
/// client and not its peer is what gets measured.
/// </summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;

    private EmulatorServer(KestrelServer kestrel, KaptureEmulator emulator, Uri baseUri)
    {
        _kestrel = kestrel;
        Emulator = emulator;
        BaseUri = baseUri;
    }

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:43210/</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>The service itself.</summary>
    public KaptureEmulator Emulator { get; }

    /// <summary>Starts a server on any free port.</summary>
    public static Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default) =>
        StartAsync(new EmulatorServerOptions { Emulator = options }, cancellationToken);

    /// <summary>Starts a server.</summary>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EmulatorServerOptions();
        var emulator = new KaptureEmulator(options.Emulator, options.Time);
        var kestrel = NewKestrel(options.Port);
        try
        {
            await kestrel.StartAsync(new EmulatorApplication(emulator), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }

        var address = kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new EmulatorServer(kestrel, emulator, new Uri(address));
    }

    /// <summary>Stops at once: requests that still hang are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _kestrel.Dispose();
    }

    private static KestrelServer NewKestrel(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }
}
