namespace Kapture;

/// <summary>What came back for one request.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Path">The path that was asked.</param>
/// <param name="StatusCode">The HTTP status; 0 where no answer came.</param>
/// <param name="Body">The body as UTF-8.</param>
/// <param name="Attempts">How many requests went out.</param>
internal readonly record struct KaptureReply(KaptureOperation Operation, string Path, int StatusCode, byte[] Body, int Attempts);
