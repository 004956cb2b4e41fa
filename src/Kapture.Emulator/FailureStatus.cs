namespace Kapture.Emulator;

/// <summary>The HTTP status of a failure. The vendor lists codes, but ties none of them to a body.</summary>
public enum FailureStatus
{
    /// <summary>200 for everything: only the body tells.</summary>
    Ok200,

    /// <summary>400, 401, 404 and 500 as the tables of error codes describe them.</summary>
    Documented,
}
