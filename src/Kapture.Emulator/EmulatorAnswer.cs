namespace Kapture.Emulator;

/// <summary>A body, and whether it is a failure.</summary>
/// <param name="Body">UTF-8 JSON, or nearly.</param>
/// <param name="DocumentedStatus">The HTTP status that the vendor's table has for it; 200 for success.</param>
/// <param name="IsVerbatim">Whether the body goes out as it is: it is no JSON that further oddities could be added to.</param>
internal readonly record struct EmulatorAnswer(byte[] Body, int DocumentedStatus = 200, bool IsVerbatim = false)
{
    public bool IsFailure => DocumentedStatus != 200;
}
