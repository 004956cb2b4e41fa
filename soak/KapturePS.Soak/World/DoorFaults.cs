namespace KapturePS.Soak.World;

/// <summary>What goes wrong before a request reaches the service, or behind it.</summary>
internal enum DoorFault
{
    None,

    /// <summary>No connection: the request never left.</summary>
    Refuse,

    /// <summary>Nobody takes it and nobody answers.</summary>
    HangBefore,

    /// <summary>It is carried out, and nobody answers.</summary>
    HangAfter,
}

/// <summary>Chooses among the requests by their number: the same ones for the same seed.</summary>
/// <param name="rate">The chance of each fault.</param>
/// <param name="seed">The seed.</param>
internal sealed class DoorFaults(double rate, int seed)
{
    public DoorFault Of(long request)
    {
        var chance = new Random(HashCode(request)).NextDouble();
        return chance < rate ? DoorFault.Refuse
            : chance < 2 * rate ? DoorFault.HangBefore
            : chance < 3 * rate ? DoorFault.HangAfter
            : DoorFault.None;
    }

    private int HashCode(long request) => unchecked((int)((request * 0x9E3779B1) ^ (seed * 0x85EBCA6B)));
}
