namespace Kapture;

/// <summary>What came back for one request.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Path">The path that was asked.</param>
/// <param name="StatusCode">The HTTP status; 0 where no answer came.</param>
/// <param name="Body">The body as UTF-8; of one that was streamed, how it begins.</param>
/// <param name="Attempts">How many requests went out.</param>
/// <param name="Delay">What held the call up in the end, in words; <see langword="null"/> where nothing did.</param>
/// <param name="IsStreamed">Whether the body was read as it came.</param>
internal sealed record KaptureReply(KaptureOperation Operation, string Path, int StatusCode, byte[] Body, int Attempts, string? Delay = null, bool IsStreamed = false)
{
    /// <summary>Whether what was asked may have changed something.</summary>
    public bool IsWrite { get; init; } = Operation.IsWrite();

    /// <summary>Whether the body ends before its time; told of reads alone, which are asked again for it.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether the body was longer than any that such a request can have; nothing of it was kept.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>Whether the key has been masked in it.</summary>
    public bool IsMasked { get; init; }

    /// <summary>How hard it was tried, in words.</summary>
    public string Tries => FormattableString.Invariant($"{Attempts} {(Attempts == 1 ? "attempt" : "attempts")}{Delay}");
}
