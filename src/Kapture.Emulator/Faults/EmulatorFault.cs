using System.Net.Http.Headers;

namespace Kapture.Emulator.Faults;

/// <summary>
/// A rule that makes requests go wrong. Each rule counts the requests that match it: it leaves the first
/// <see cref="Skip"/> alone, then hits every <see cref="Every"/>th with <see cref="Probability"/>, at most
/// <see cref="Times"/> times. The first rule that hits decides; only quirks add up.
/// </summary>
public sealed record EmulatorFault
{
    // Kept in memory while it goes out.
    private const int MaxSize = 1024 * 1024 * 1024;

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>Which operation; null for any.</summary>
    public EmulatorOperation? Operation { get; init; }

    /// <summary>How many matching requests are left alone first.</summary>
    public int Skip { get; init; }

    /// <summary>1 hits each matching request, 3 every third.</summary>
    public int Every { get; init; } = 1;

    /// <summary>How many requests are hit at most; null for no end.</summary>
    public int? Times { get; init; }

    /// <summary>The chance that a request which is due is hit; the same ones for the same <see cref="Seed"/>.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>See <see cref="Probability"/>.</summary>
    public int Seed { get; init; }

    /// <summary>The HTTP status; null for 503 with <see cref="FaultKind.Status"/> and 200 with every other kind.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The <c>Retry-After</c> of <see cref="FaultKind.Status"/>, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether <see cref="RetryAfter"/> goes out as a date, by the emulator's clock.</summary>
    public bool RetryAfterAsDate { get; init; }

    /// <summary>The body of <see cref="FaultKind.Status"/>, <see cref="FaultKind.Garbage"/> and <see cref="FaultKind.Html"/>; null for the usual one.</summary>
    public string? Body { get; init; }

    /// <summary>The <c>Location</c> of <see cref="FaultKind.Status"/>: where a redirect leads.</summary>
    public string? Location { get; init; }

    /// <summary>What <see cref="FaultKind.Mislabel"/> calls the true answer; null for <c>text/html; charset=utf-8</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The encoding that <see cref="FaultKind.Mislabel"/> puts the true answer into, by its name; null to leave it in UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>The bytes of <see cref="FaultKind.Huge"/>, and those that <see cref="FaultKind.GzipBomb"/> unpacks to; null for ten and for a hundred megabytes.</summary>
    public int? Size { get; init; }

    /// <summary>
    /// Whether the request is carried out nevertheless, with <see cref="FaultKind.Status"/>, <see cref="FaultKind.Hang"/>,
    /// <see cref="FaultKind.Garbage"/>, <see cref="FaultKind.Html"/>, <see cref="FaultKind.Huge"/>, <see cref="FaultKind.Deep"/> and
    /// <see cref="FaultKind.GzipBomb"/>. Every other kind says so by its name.
    /// </summary>
    public bool Applied { get; init; }

    /// <summary>How long the answer waits; with <see cref="FaultKind.Slow"/>, between two pieces.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The oddities of <see cref="FaultKind.Quirks"/>.</summary>
    public EmulatorQuirks Quirks { get; init; }

    internal bool IsCarriedOut => Kind switch
    {
        FaultKind.DropBefore => false,
        FaultKind.Status or FaultKind.Hang or FaultKind.Garbage or FaultKind.Html or FaultKind.Huge or FaultKind.Deep or FaultKind.GzipBomb => Applied,
        _ => true,
    };

    private static bool IsHeaderText(string text) => text.All(static c => c is > ' ' and <= '~');

    /// <summary>What is wrong with the rule itself, or null.</summary>
    internal string? Complaint()
    {
        if (Skip < 0)
            return "skip must not be negative";
        if (Every < 1)
            return "every must be at least 1";
        if (Times < 1)
            return "times must be at least 1";
        if (!(Probability is >= 0 and <= 1))
            return "probability must be from 0 to 1";
        if (StatusCode is < 200 or > 599)
            return "statusCode must be from 200 to 599";
        if (RetryAfter < TimeSpan.Zero)
            return "retryAfter must not be negative";
        if (Delay < TimeSpan.Zero || Delay.TotalMilliseconds > int.MaxValue)
            return "delayMs must not be negative";
        if (Size is < 0 or > MaxSize)
            return $"size must be from 0 to {MaxSize}";
        if (Location is not null && !IsHeaderText(Location))
            return "location must be printable ASCII";
        if (ContentType is not null && !MediaTypeHeaderValue.TryParse(ContentType, out _))
            return "contentType must be a media type";
        if (Encoding is not null && FaultBodies.EncodingOf(Encoding) is null)
            return $"encoding must be one that this machine knows, not '{Encoding}'";
        return Kind == FaultKind.Quirks && Quirks == EmulatorQuirks.None ? "quirks must name at least one" : null;
    }
}
