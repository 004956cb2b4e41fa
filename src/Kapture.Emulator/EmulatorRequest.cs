namespace Kapture.Emulator;

/// <summary>What the emulator needs to know of an HTTP request.</summary>
/// <param name="Method">The HTTP method; every operation is <c>POST</c>.</param>
/// <param name="Path">The path, without host and query.</param>
/// <param name="Authorization">The <c>Authorization</c> header as it was sent.</param>
/// <param name="Body">The body; it is not kept after the call.</param>
public readonly record struct EmulatorRequest(string Method, string Path, string? Authorization, ReadOnlyMemory<byte> Body);
