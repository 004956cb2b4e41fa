namespace Kapture.Emulator;

/// <summary>What the emulator answers.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body, in UTF-8 where it is text.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header, if there is one.</param>
public readonly record struct EmulatorResponse(int StatusCode, ReadOnlyMemory<byte> Body, string ContentType, string? RetryAfter = null)
{
    /// <summary>The <c>Location</c> header, if there is one.</summary>
    public string? Location { get; init; }

    /// <summary>Whether <see cref="Body"/> is compressed, and goes out with <c>Content-Encoding: gzip</c>.</summary>
    public bool IsCompressed { get; init; }

    internal const string Json = "application/json";

    internal const string Html = "text/html; charset=utf-8";
}
