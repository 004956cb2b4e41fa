namespace Kapture.Emulator;

/// <summary>A body, and whether it is a failure.</summary>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="DocumentedStatus">The HTTP status that the vendor's table has for it; 200 for success.</param>
internal readonly record struct EmulatorAnswer(byte[] Body, int DocumentedStatus = 200)
{
    public bool IsFailure => DocumentedStatus != 200;
}
