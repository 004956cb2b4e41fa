namespace Kapture.Emulator;

/// <summary>How a slow body is cut up.</summary>
internal static class BodyPieces
{
    private const int Pieces = 8;

    /// <summary>The size of each piece of a body, the last one perhaps smaller.</summary>
    public static int SizeOf(int bodyLength) => Math.Max(1, (bodyLength + Pieces - 1) / Pieces);
}
