namespace Kapture.Emulator;

/// <summary>Oddities of the wire format that the vendor's pages show, and that a client has to accept.</summary>
[Flags]
public enum EmulatorQuirks
{
    /// <summary>None: plain JSON, as most of the published answers are.</summary>
    None = 0,

    /// <summary>The body ends in <c>;</c>, as in the sample of the legacy Add Customer API.</summary>
    TrailingSemicolon = 1,

    /// <summary>A comma follows the last customer of an array, as in the sample of the legacy Select Customer API.</summary>
    TrailingComma = 2,

    /// <summary>Keys within the record end in a space, as <c>"contactPerson "</c> does in the legacy Search Customer API.</summary>
    TrailingSpaceInKeys = 4,

    /// <summary><c>Status</c> and <c>Message</c>, <c>Success</c> and <c>Fail</c>, as in the legacy answers.</summary>
    CapitalisedStatus = 8,

    /// <summary>Ids as strings, as the requests have them.</summary>
    IdsAsStrings = 16,

    /// <summary>Booleans as <c>"true"</c> and <c>""</c>, as the pull's request has them.</summary>
    BooleansAsStrings = 32,

    /// <summary>U+202F before AM and PM, as newer Java versions format dates.</summary>
    NarrowNoBreakSpace = 64,

    /// <summary>A byte order mark before the body.</summary>
    ByteOrderMark = 128,

    /// <summary>Each key of an object twice, with the same value.</summary>
    DuplicateKeys = 256,
}
