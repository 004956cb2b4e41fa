namespace Kapture.Emulator.Server;

/// <summary>How an emulator server is set up.</summary>
public sealed record EmulatorServerOptions
{
    /// <summary>The loopback port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The service behind it.</summary>
    public EmulatorOptions Emulator { get; init; } = new();

    /// <summary>The clock that customers are created by; null for the system's.</summary>
    public TimeProvider? Time { get; init; }
}
