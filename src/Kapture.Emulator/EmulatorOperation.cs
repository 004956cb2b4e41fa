namespace Kapture.Emulator;

/// <summary>What a request asks for, as far as its path and body tell.</summary>
public enum EmulatorOperation
{
    /// <summary>Add Customer API.</summary>
    Add,

    /// <summary>Update Customer API: the path of Add, with a <c>customer_id</c>.</summary>
    Update,

    /// <summary>Get Customer API.</summary>
    Get,

    /// <summary>Pull Customer API by Date Range.</summary>
    Pull,

    /// <summary>The legacy Add more Customer API: a further contact. In V1 that is an <see cref="Update"/>.</summary>
    AddContact,

    /// <summary>A path or method that the service does not have.</summary>
    Unknown,
}
