using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Kapture;

/// <summary>Sends what a dialect worded and brings the answer back as UTF-8. Knows hosts, keys and time; reads no JSON.</summary>
internal sealed class KaptureTransport : IDisposable
{
    private const string ClientName = "Kapture";

    private readonly ServiceProvider _services;
    private readonly HttpMessageHandler? _connections;
    private readonly HttpMessageInvoker _http;
    private readonly CancellationTokenSource _closed = new();
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly RateBrake _brake;
    private readonly Uri _baseUri;
    private readonly KaptureCredential _credential;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    public KaptureTransport(KaptureClientOptions options)
    {
        _baseUri = options.BaseUri;
        _credential = options.Credential;
        var closed = _closed.Token;
        _brake = new RateBrake(options.RequestsPerSecond, options.Time, closed);

        // The caller's own handler stays open for whoever else uses it.
        _connections = options.PrimaryHandler is null ? CreatePrimaryHandler(options) : null;
        var services = new ServiceCollection();
        services.AddHttpClient(ClientName)
            .RemoveAllLoggers() // they write headers
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan) // the connections age by themselves, below
            .ConfigurePrimaryHttpMessageHandler(() => _connections ?? options.PrimaryHandler!)
            .AddHttpMessageHandler(() => new RetryHandler(options.MaximumRetryCount, options.RetryBudget, _brake, options.Time, options.Random, closed))
            .AddHttpMessageHandler(() => new AttemptHandler(options.Timeout, options.Time, options.Credential, closed))
            .AddHttpMessageHandler(() => new AuthenticationHandler(options.Credential, options.BaseUri));
        _services = services.BuildServiceProvider();

        // The factory's pipeline without HttpClient on top: time-outs and buffering are the attempt's business.
        _http = new HttpMessageInvoker(_services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(ClientName), disposeHandler: false);
        _headers = options.Headers;
    }

    /// <summary>How much longer nothing is sent because the service asked for it; zero where it did not.</summary>
    public TimeSpan Held => _brake.Held is { Ticks: > 0 } held ? held : TimeSpan.Zero;

    /// <summary>Sends a request and reads its answer to the end, with the retries that its kind allows.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="stream">Reads the answer as it comes, where it comes as a success; else the reply has it whole.</param>
    /// <exception cref="KaptureException">No answer came.</exception>
    public async Task<KaptureReply> SendAsync(DialectRequest request, CallOptions options, CancellationToken cancellationToken, AnswerStream? stream = null)
    {
        using var message = new KaptureRequestMessage(AddressOf(request), request, options, stream);
#if !NET
        // .NET Framework would ask before each body whether it may come, and wait 350 ms for a service that does not say.
        message.Headers.ExpectContinue = false;
#endif
        if (_headers.Count > 0)
            AddHeaders(message);
        try
        {
            using var response = await _http.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var body = message.Answer;
            if (!Charset.IsUtf8(response.Content))
                message.IsMasked |= _credential.Mask.Apply(body = Charset.ToUtf8(message.Answer, response.Content));
            return message.Reply((int)response.StatusCode, body);
        }
        catch (Exception e) when (TransportFailure.IsTransport(e))
        {
            throw TransportFailure.Describe(message, _baseUri.Host, e, _credential.Mask);
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw TransportFailure.DescribeClosed(message, e);
        }
    }

    public void Dispose()
    {
        if (_closed.IsCancellationRequested)
            return;
        _closed.Cancel();
        _http.Dispose();
        _services.Dispose();
        _connections?.Dispose();
        _brake.Dispose();
        _closed.Dispose();
    }

    private Uri AddressOf(in DialectRequest request)
    {
        // The dialects have a handful of paths; those of callers may all differ, and are not kept.
        if (request.Target is { } target)
            return new Uri(_baseUri, target);
        return _addresses.TryGetValue(request.Path, out var uri) ? uri : _addresses.GetOrAdd(request.Path, new Uri(_baseUri, request.Path));
    }

    private void AddHeaders(HttpRequestMessage message)
    {
        foreach (var header in _headers)
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    // Plain http is for this machine, and a proxy elsewhere would get the key with it.
    private static IWebProxy? ProxyOf(KaptureClientOptions options)
    {
        if (options.BaseUri.Scheme == "https")
            return options.Proxy;
#if NET
        return new NearbyProxy(options.Proxy ?? HttpClient.DefaultProxy);
#else
        return (options.Proxy ?? WebRequest.DefaultWebProxy) is { } proxy ? new NearbyProxy(proxy) : null;
#endif
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1859:Use concrete types when possible", Justification = "Each target has its own.")]
    private static HttpMessageHandler CreatePrimaryHandler(KaptureClientOptions options)
    {
        // What the machine would allow does not count: below TLS 1.2 no key goes out.
#if NET
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a changed DNS entry is noticed
            ConnectTimeout = TransportFailure.ConnectTimeout(options.Timeout),
            SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, RemoteCertificateValidationCallback = CertificateCheck.Check },
        };
#else
        var handler = new HttpClientHandler
        {
            SslProtocols = SslProtocols.Tls12,
        };

        // .NET Framework keeps these by host: a changed DNS entry is noticed, and a body does not wait for what came before it.
        var host = ServicePointManager.FindServicePoint(options.BaseUri, options.UseProxy ? options.Proxy ?? WebRequest.DefaultWebProxy : null);
        host.ConnectionLeaseTimeout = (int)TimeSpan.FromMinutes(5).TotalMilliseconds;
        host.UseNagleAlgorithm = false;
#endif
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate;
        handler.MaxConnectionsPerServer = KaptureClientOptions.MaximumConnections;
        handler.UseProxy = options.UseProxy;
        if (options.UseProxy && ProxyOf(options) is { } proxy)
            handler.Proxy = proxy;
        if (options.UseProxy)
            handler.DefaultProxyCredentials = options.DefaultProxyCredentials;
        return handler;
    }
}
