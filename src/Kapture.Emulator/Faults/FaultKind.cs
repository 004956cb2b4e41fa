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
}
