namespace Kapture.Emulator;

/// <summary>What the service makes of a request's key.</summary>
internal enum KeyVerdict
{
    Accepted,

    /// <summary>There is none, it is unknown, or it is for another API.</summary>
    Invalid,

    Expired,
}
