namespace Kapture.Emulator.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>An HTTP status, with or without <c>Retry-After</c> and body.</summary>
    Status,

    /// <summary>The connection ends without an answer, and nothing was done.</summary>
    DropBefore,

    /// <summary>The connection ends without an answer, but the request was carried out.</summary>
    DropAfter,

    /// <summary>No answer ever comes.</summary>
    Hang,

    /// <summary>Bytes that are neither JSON nor text.</summary>
    Garbage,

    /// <summary>A page such as a proxy or a login form sends.</summary>
    Html,

    /// <summary>The connection ends in the middle of the true answer.</summary>
    Truncate,

    /// <summary>The true answer in small pieces.</summary>
    Slow,

    /// <summary>An answer about another customer. A write is still applied to the right one.</summary>
    WrongCustomer,

    /// <summary>The true answer with oddities of the wire format.</summary>
    Quirks,

    /// <summary>The head and the first half of the true answer, and then nothing: the connection stays open.</summary>
    Stall,

    /// <summary>The first half of the true answer, and HTTP says that it is all.</summary>
    Cut,

    /// <summary>The true answer, and behind its status the opposite one.</summary>
    Contradict,

    /// <summary>The true answer under another content type, or in another encoding, than it says.</summary>
    Mislabel,

    /// <summary>An answer of ten megabytes that says nothing.</summary>
    Huge,

    /// <summary>An answer that nests a hundred thousand lists.</summary>
    Deep,

    /// <summary>The true answer, compressed whether or not that was asked for.</summary>
    Gzip,

    /// <summary>The true answer, compressed and then damaged.</summary>
    GzipBroken,

    /// <summary>A compressed answer that is small on the way and huge when it is unpacked, and says nothing.</summary>
    GzipBomb,

    /// <summary>The true answer in chunks of odd sizes, with extensions and trailers, as the standard allows.</summary>
    Chunked,

    /// <summary>The true answer in chunks of which one is longer than it says.</summary>
    ChunkedWrong,

    /// <summary>The true answer in chunks, and the connection ends without the last one.</summary>
    ChunkedCut,

    /// <summary>The true answer by HTTP/1.0, without a length: the end of the connection is its end.</summary>
    Http10,

    /// <summary>The first half of the true answer by HTTP/1.0, without a length.</summary>
    Http10Cut,

    /// <summary>The true answer behind a length that is too small by half.</summary>
    ShortLength,

    /// <summary>The true answer behind interim ones (<c>100</c> and <c>103</c>).</summary>
    Interim,

    /// <summary>The true answer, and at once a second one that nobody has asked for.</summary>
    Twice,

    /// <summary>The true answer behind a head of a megabyte.</summary>
    BigHead,
}
