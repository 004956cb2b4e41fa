namespace Kapture;

/// <summary>How far a row of a journal has come.</summary>
public enum JournalState
{
    /// <summary>The service has applied it; the next run does not send it.</summary>
    Done,

    /// <summary>The service has certainly not applied it; the next run sends it.</summary>
    Failed,

    /// <summary>It was begun, and nobody knows whether the service has applied it; the next run looks before it sends.</summary>
    InDoubt,
}
