namespace Kapture.Emulator;

/// <summary>How an answer travels back.</summary>
public enum EmulatorDelivery
{
    /// <summary>In one piece.</summary>
    Whole,

    /// <summary>Not at all: the connection ends without a byte.</summary>
    Dropped,

    /// <summary>Not at all, and the connection stays open until the caller gives up.</summary>
    Hanging,

    /// <summary>The head promises the whole body, and the connection ends in the middle of it.</summary>
    Truncated,

    /// <summary>In small pieces, with pauses.</summary>
    Slow,
}
