using System.Net;

namespace Kapture;

/// <summary>Where a client goes, how it proves itself, and how patient it is.</summary>
public sealed class KaptureClientOptions
{
    /// <summary>The most connections to the service at once; requests beyond wait.</summary>
    public const int MaximumConnections = 256;

    // What the timers of every framework can count.
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromDays(24);

    private TimeSpan _timeout = TimeSpan.FromSeconds(100);
    private int _maximumRetryCount = 4;
    private TimeSpan _retryBudget = TimeSpan.FromMinutes(30);
    private double? _requestsPerSecond;
    private IReadOnlyDictionary<string, string> _headers = new Dictionary<string, string>();

    /// <summary>Says where to and with which key.</summary>
    /// <param name="baseUri">The address of the service; see <see cref="KaptureAddress"/>.</param>
    /// <param name="credential">The key.</param>
    /// <exception cref="KaptureException">InsecureUri or InvalidValue: the address.</exception>
    public KaptureClientOptions(Uri baseUri, KaptureCredential credential)
    {
        BaseUri = KaptureAddress.Check(baseUri);
        Credential = credential;
    }

    /// <summary>The address of the service.</summary>
    public Uri BaseUri { get; }

    /// <summary>The key.</summary>
    public KaptureCredential Credential { get; }

    /// <summary>The account that date ranges are asked for (cm_id); <see langword="null"/> where calls name it.</summary>
    public long? AccountId { get; init; }

    /// <summary>The generation of the API that the tenant runs; V1 by default.</summary>
    public Dialect Dialect { get; init; } = Dialect.V1;

    /// <summary>Where the service's wall clock stands; India by default.</summary>
    public TimeZoneInfo TimeZone { get; init; } = KaptureTimeZone.India;

    /// <summary>How long one request may take, to the end of its answer; 100 s by default.</summary>
    /// <exception cref="KaptureException">InvalidValue: it is not longer than 0, or longer than 24 days.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        init => _timeout = value > TimeSpan.Zero && value <= _longestTimeout ? value : throw KaptureException.Invalid(nameof(Timeout), value, "must be longer than 0 and at most 24 days.");
    }

    /// <summary>How often a request that may be repeated is sent again; 4 by default, 0 for never.</summary>
    /// <exception cref="KaptureException">InvalidValue: it is below 0.</exception>
    public int MaximumRetryCount
    {
        get => _maximumRetryCount;
        init => _maximumRetryCount = value >= 0 ? value : throw KaptureException.Invalid(nameof(MaximumRetryCount), value, "must not be below 0.");
    }

    /// <summary>
    /// How long one call may wait between its attempts, and for a Retry-After that was given to another call; 30 minutes
    /// by default. Where the service asks for a longer wait than is left, the call fails at once and says so; nothing is
    /// sent before that time anyway. The spacing of <see cref="RequestsPerSecond"/> does not count.
    /// </summary>
    /// <exception cref="KaptureException">InvalidValue: it is below 0.</exception>
    public TimeSpan RetryBudget
    {
        get => _retryBudget;
        init => _retryBudget = value >= TimeSpan.Zero ? value : throw KaptureException.Invalid(nameof(RetryBudget), value, "must not be below 0.");
    }

    /// <summary>The most requests a second, evenly spaced, over all calls of the client; <see langword="null"/> for no limit.</summary>
    /// <exception cref="KaptureException">InvalidValue: it is not from 0.000001 to 1000000.</exception>
    public double? RequestsPerSecond
    {
        get => _requestsPerSecond;
        init => _requestsPerSecond = value is null or (>= 1e-6 and <= 1e6) ? value : throw KaptureException.Invalid(nameof(RequestsPerSecond), value, "must be from 0.000001 to 1000000.");
    }

    /// <summary>What the proxy of the machine's own settings is shown where it asks; <see langword="null"/> for what those settings hold.</summary>
    public ICredentials? DefaultProxyCredentials { get; init; }

    /// <summary>A proxy; <see langword="null"/> for the machine's own settings.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Whether a proxy is used at all.</summary>
    public bool UseProxy { get; init; } = true;

    /// <summary>Headers to send with every request: visible ASCII, and none that the client or its connections set themselves.</summary>
    /// <exception cref="KaptureException">InvalidValue: one of them cannot be sent.</exception>
    public IReadOnlyDictionary<string, string> Headers
    {
        get => _headers;
        init => _headers = RequestHeaders.Check(value);
    }

    /// <summary>What sends the requests in the end, in place of the network: the emulator, or a test. A write that it ends without having asked for the body counts as not sent.</summary>
    public HttpMessageHandler? PrimaryHandler { get; init; }

    /// <summary>The clock: time-outs and waits go by it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Random numbers from 0 to 1, for the spread of waits.</summary>
    internal Func<double> Random { get; init; } = NextRandom;

#if NET
    private static double NextRandom() => System.Random.Shared.NextDouble();
#else
    private static readonly Random _random = new();

    private static double NextRandom()
    {
        lock (_random)
            return _random.NextDouble();
    }
#endif
}
