namespace Kapture;

/// <summary>A request as a dialect words it: no host, no key, no I/O.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Path">The path below the host.</param>
/// <param name="Body">The body, UTF-8 JSON.</param>
internal readonly record struct DialectRequest(KaptureOperation Operation, string Path, byte[] Body)
{
    /// <summary>Whether sending it twice could change the service twice; what the operation says, where the path says nothing else.</summary>
    public bool IsWrite { get; init; } = Operation.IsWrite();

    /// <summary>The path with its query, where the caller chose it; <see langword="null"/> for the dialect's own paths.</summary>
    public string? Target { get; init; }
}
