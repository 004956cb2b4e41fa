namespace Kapture.Emulator;

/// <summary>The order in which "Pull Customer API by Date Range" gives its customers; no document says which it is.</summary>
public enum PullOrder
{
    /// <summary>What is new comes last: who pages through the present day sees it at the end.</summary>
    OldestFirst,

    /// <summary>What is new comes first: whoever is added meanwhile pushes the rest to later pages.</summary>
    NewestFirst,
}
