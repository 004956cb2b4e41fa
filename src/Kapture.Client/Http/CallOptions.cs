namespace Kapture;

/// <summary>What a caller may say beside the call itself.</summary>
public sealed class CallOptions
{
    /// <summary>No row, no trace.</summary>
    public static CallOptions None { get; } = new();

    /// <summary>The number of the row, counted from 1; it comes back in results, errors and traces.</summary>
    public int Row { get; init; }

    /// <summary>Told of every request; called on any thread.</summary>
    public Action<RequestTrace>? OnRequest { get; init; }

    /// <summary>Whether traces carry masked bodies.</summary>
    public bool TraceBodies { get; init; }
}
