namespace Kapture.Emulator;

/// <summary>An API key: keys are made per API, and expire.</summary>
/// <param name="Token">The key. Requests must say <c>Authorization: Basic &lt;Token&gt;</c>, letter for letter.</param>
public sealed record EmulatorKey(string Token)
{
    /// <summary>The operations that it was made for; none named is for all. To every other it is a wrong key.</summary>
    public IReadOnlyCollection<EmulatorOperation> Operations { get; init; } = [];

    /// <summary>Whether its time is over.</summary>
    public bool IsExpired { get; init; }

    internal bool IsFor(EmulatorOperation operation) => Operations.Count == 0 || Operations.Contains(operation);
}
