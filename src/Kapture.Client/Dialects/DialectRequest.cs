namespace Kapture;

/// <summary>A request as a dialect words it: no host, no key, no I/O.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Path">The path below the host.</param>
/// <param name="Body">The body, UTF-8 JSON.</param>
internal readonly record struct DialectRequest(KaptureOperation Operation, string Path, byte[] Body);
