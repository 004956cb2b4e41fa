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

    /// <summary>The first half, and then nothing, until the caller gives up.</summary>
    Stalled,

    /// <summary>In chunks of odd sizes, with extensions and trailers.</summary>
    Chunked,

    /// <summary>In chunks of which one is longer than it says.</summary>
    ChunkedWrong,

    /// <summary>In chunks without the last one.</summary>
    ChunkedCut,

    /// <summary>By HTTP/1.0, until the connection ends.</summary>
    Http10,

    /// <summary>Whole, behind a length that is too small by half.</summary>
    ShortLength,

    /// <summary>Behind interim answers.</summary>
    Interim,

    /// <summary>Together with a second answer.</summary>
    Twice,

    /// <summary>Behind a head of a megabyte.</summary>
    BigHead,
}
