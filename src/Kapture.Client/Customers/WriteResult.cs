namespace Kapture;

/// <summary>What the service says it did with one row (Add Customer API, Update Customer API).</summary>
public sealed record WriteResult
{
    /// <summary>The number of the row, counted from 1; 0 where the call had none.</summary>
    public int Row { get; internal set; }

    /// <summary>The customer's id; <see langword="null"/> where the service told none.</summary>
    public long? CustomerId { get; internal set; }

    /// <summary>The id of the contact that was added or changed; <see langword="null"/> where the service told none.</summary>
    public long? ContactId { get; init; }

    /// <summary>What the answer says was done, which may differ from what was asked.</summary>
    public WriteAction Action { get; init; }

    /// <summary>The customer's name as it was sent; <see langword="null"/> where the row named none.</summary>
    public string? Name { get; internal set; }

    /// <summary>The service's own words.</summary>
    public string? Message { get; init; }

    /// <summary>How often the write was sent; look-ups do not count, 0 where nothing was sent.</summary>
    public int Attempts { get; internal set; }

    /// <summary>Whether a look-up, not the answer to the write, told that the row had arrived.</summary>
    public bool Reconciled { get; init; }

    /// <summary>Whether an update was asked for although the row was one to add.</summary>
    internal bool WasUpdateAsked { get; init; }

    /// <summary>A row that would change nothing.</summary>
    /// <param name="row">The number of the row, counted from 1.</param>
    /// <param name="customerId">The customer's id.</param>
    /// <param name="name">The customer's name, where it is known.</param>
    public static WriteResult Unchanged(int row, long customerId, string? name) => new()
    {
        Row = row,
        CustomerId = customerId,
        Action = WriteAction.Unchanged,
        Name = name,
        Message = "Nothing to change; nothing was sent.",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Action} {CustomerId} {Name}".TrimEnd();
}
