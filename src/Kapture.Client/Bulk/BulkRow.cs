namespace Kapture;

/// <summary>One row to write: a customer to add, or one to change.</summary>
public sealed class BulkRow : BulkJob
{
    private BulkRow(int row, long? customerId, CustomerFields fields, object? target, CallOptions? call, string? name)
        : base(row, target)
    {
        Name = fields.Name ?? name;
        CustomerId = customerId;
        Fields = fields;
        Call = call ?? new CallOptions { Row = row };
    }

    /// <summary>The customer to change; <see langword="null"/> to add one.</summary>
    public long? CustomerId { get; }

    /// <summary>What is written.</summary>
    public CustomerFields Fields { get; }

    /// <summary>What results call the customer.</summary>
    public string? Name { get; }

    internal CallOptions Call { get; }

    /// <summary>Who writes it; set when it is added to a run.</summary>
    internal RowWriter? Writer { get; set; }

    /// <summary>What other rows are known by that this one must not meet on the way.</summary>
    internal string[] MatchKeys { get; set; } = [];

    /// <summary>What the journal knows of it, where there is one.</summary>
    internal JournalRow? Entry { get; set; }

    /// <summary>What must end before this row may begin; mostly nothing.</summary>
    internal Task? Turn { get; set; }

    /// <summary>Ends with this row, where another one waits for it.</summary>
    internal TaskCompletionSource<bool>? Finished { get; set; }

    /// <summary>A customer to add.</summary>
    /// <param name="row">The number of the row, counted from 1.</param>
    /// <param name="fields">A name, and a phone or an email, at least.</param>
    /// <param name="target">Whatever the caller knows the row by.</param>
    /// <param name="call">Who listens; its row must be the same.</param>
    public static BulkRow Add(int row, CustomerFields fields, object? target = null, CallOptions? call = null) => new(row, null, fields, target, call, null);

    /// <summary>A customer to change.</summary>
    /// <param name="row">The number of the row, counted from 1.</param>
    /// <param name="customerId">The id that Kapture gave the customer.</param>
    /// <param name="fields">What to change.</param>
    /// <param name="target">Whatever the caller knows the row by.</param>
    /// <param name="call">Who listens; its row must be the same.</param>
    /// <param name="name">What results call the customer where the row does not change the name.</param>
    public static BulkRow Update(int row, long customerId, CustomerFields fields, object? target = null, CallOptions? call = null, string? name = null) =>
        new(row, customerId, fields, target, call, name);

    /// <inheritdoc/>
    public override Task<BulkOutcome> RunAsync(CancellationToken cancellationToken) => Writer!.RunAsync(this, cancellationToken);

    internal BulkOutcome Done(WriteResult result) => Succeed(result, WarningOf(result));

    internal BulkOutcome Failed(KaptureException failure) => Fail(failure);

    // A success body may lie about what was done, and an add may find a customer that the service took for the same.
    private string? WarningOf(WriteResult result) => result.Action switch
    {
        WriteAction.Added when CustomerId is not null => Different(result, WriteAction.Updated),
        WriteAction.Updated when CustomerId is null && !result.WasUpdateAsked => Different(result, WriteAction.Added),
        _ => null,
    };

    private string Different(WriteResult result, WriteAction asked) =>
        $"Row {Row}: the service was asked for {asked} and says {result.Action} (customer {result.CustomerId}). Look at the customer.";
}
