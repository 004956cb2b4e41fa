namespace Kapture.Emulator;

/// <summary>The generations of the customer API.</summary>
[Flags]
public enum EmulatorDialects
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The paths below <c>/ms/</c>, and Get Customer by an array.</summary>
    V1 = 1,

    /// <summary>The paths that end in <c>.html</c>, with flat bodies.</summary>
    Legacy = 2,

    /// <summary>Both, side by side on one host.</summary>
    Both = V1 | Legacy,
}
