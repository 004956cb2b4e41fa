using System.Collections.Concurrent;
using System.Net;
using System.Text;
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
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    public KaptureTransport(KaptureClientOptions options)
    {
        _baseUri = options.BaseUri;
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
            .AddHttpMessageHandler(() => new AttemptHandler(options.Timeout, options.Time, closed))
            .AddHttpMessageHandler(() => new AuthenticationHandler(options.Credential, options.BaseUri));
        _services = services.BuildServiceProvider();

        // The factory's pipeline without HttpClient on top: time-outs and buffering are the attempt's business.
        _http = new HttpMessageInvoker(_services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(ClientName), disposeHandler: false);
        _headers = options.Headers;
    }

    /// <summary>Sends a request and reads its answer to the end, with the retries that its kind allows.</summary>
    /// <exception cref="KaptureException">No answer came.</exception>
    public async Task<KaptureReply> SendAsync(DialectRequest request, CallOptions options, CancellationToken cancellationToken)
    {
        if (!_addresses.TryGetValue(request.Path, out var uri))
            uri = _addresses.GetOrAdd(request.Path, new Uri(_baseUri, request.Path));
        using var message = new KaptureRequestMessage(uri, request, options);
        if (_headers.Count > 0)
            AddHeaders(message);
        try
        {
            using var response = await _http.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return new KaptureReply(request.Operation, request.Path, (int)response.StatusCode, ToUtf8(message.Answer, response), message.Attempts, message.Delay);
        }
        catch (Exception e) when (TransportFailure.IsTransport(e))
        {
            throw TransportFailure.Describe(message, _baseUri.Host, e);
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw TransportFailure.DescribeClosed(message, e);
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _http.Dispose();
        _services.Dispose();
        _connections?.Dispose();
        _brake.Dispose();
        _closed.Dispose();
    }

    private void AddHeaders(HttpRequestMessage message)
    {
        foreach (var header in _headers)
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    private static byte[] ToUtf8(byte[] body, HttpResponseMessage response)
    {
#if NET
        // Nearly every answer says one of these, and taking the header apart costs more than reading the answer.
        if (response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) && type.ToString() is "application/json" or "application/json; charset=utf-8")
            return body;
#endif
        var charset = response.Content.Headers.ContentType?.CharSet?.Trim('"');
        if (string.IsNullOrEmpty(charset) || string.Equals(charset, "utf-8", StringComparison.OrdinalIgnoreCase))
            return body;
        try
        {
            return Encoding.Convert(Encoding.GetEncoding(charset!), Encoding.UTF8, body);
        }
        catch (ArgumentException)
        {
            // A charset that nobody knows is most likely UTF-8 under a wrong name; if it is not, reading it says so.
            return body;
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1859:Use concrete types when possible", Justification = "Each target has its own.")]
    private static HttpMessageHandler CreatePrimaryHandler(KaptureClientOptions options)
    {
#if NET
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a changed DNS entry is noticed
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(15, options.Timeout.TotalSeconds)),
        };
#else
        var handler = new HttpClientHandler
        {
            SslProtocols = System.Security.Authentication.SslProtocols.Tls12,
        };
#endif
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate;
        handler.MaxConnectionsPerServer = KaptureClientOptions.MaximumConnections;
        handler.UseProxy = options.UseProxy;
        if (options.UseProxy && options.Proxy is { } proxy)
            handler.Proxy = proxy;
        return handler;
    }
}
