namespace Kapture;

/// <summary>What a request does to the service; decides what may be repeated.</summary>
public enum KaptureOperation
{
    /// <summary>Adds a customer.</summary>
    Add,

    /// <summary>Changes a customer.</summary>
    Update,

    /// <summary>Looks a customer up.</summary>
    Get,

    /// <summary>Reads a page of the customers made in a range of dates.</summary>
    Pull,

    /// <summary>Adds a contact to a customer.</summary>
    AddContact,

    /// <summary>Sends a request of the caller's own; what it does, the service knows.</summary>
    Invoke,
}

/// <summary>What follows from the kind of an operation.</summary>
internal static class KaptureOperationExtensions
{
    /// <summary>Whether sending it twice could change the service twice.</summary>
    public static bool IsWrite(this KaptureOperation operation) => operation is not (KaptureOperation.Get or KaptureOperation.Pull);
}
