namespace Kapture.Emulator;

/// <summary>Oddities of the legacy answers, each where the vendor's page shows it.</summary>
[Flags]
public enum LegacyQuirks
{
    /// <summary>None: the same answers as plain JSON, with keys and values in lower case.</summary>
    None = 0,

    /// <summary><c>Message</c>, <c>Status</c>, <c>Success</c> and <c>Fail</c> in the answers to adding customers and contacts, and in failures.</summary>
    Capitalised = 1,

    /// <summary>The answers to adding customers and contacts end in <c>;</c>.</summary>
    TrailingSemicolon = 2,

    /// <summary>Search Customer has its <c>status</c> inside the record and none at the root.</summary>
    StatusInRecord = 4,

    /// <summary>A comma follows the last customer of Select Customer.</summary>
    TrailingComma = 8,

    /// <summary>The first contact of Search Customer has the key <c>"contactPerson "</c>.</summary>
    TrailingSpaceInKey = 16,

    /// <summary>In Search Customer every contact says that it is the primary one.</summary>
    EveryContactPrimary = 32,

    /// <summary>Adding a customer answers with its <c>"Kapture Customer Id"</c> as well, as newer tenants do.</summary>
    CustomerIdInAnswer = 64,

    /// <summary>Update Customer answers with the bytes of the published sample, which are no JSON.</summary>
    PublishedUpdateSample = 128,

    /// <summary>All that the pages show in answers that were really given.</summary>
    Published = Capitalised | TrailingSemicolon | StatusInRecord | TrailingComma | TrailingSpaceInKey | EveryContactPrimary,
}
