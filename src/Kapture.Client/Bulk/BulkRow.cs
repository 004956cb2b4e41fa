namespace Kapture;

/// <summary>One row to write: a customer to add, one to change, or a contact to add to one.</summary>
public sealed class BulkRow : BulkJob
{
    private BulkRow(KaptureOperation operation, int row, long? customerId, CustomerFields fields, object? target, CallOptions? call, string? name)
        : base(row, target)
    {
        Operation = operation;
        Name = fields.Name ?? name;
        CustomerId = customerId;
        Fields = fields;
        Call = call ?? new CallOptions { Row = row };
    }

    /// <summary>What is to be done.</summary>
    public KaptureOperation Operation { get; }

    /// <summary>The customer to change, or to add a contact to; <see langword="null"/> to add one.</summary>
    public long? CustomerId { get; }

    /// <summary>What is written.</summary>
    public CustomerFields Fields { get; }

    /// <summary>What results call the customer, or the contact that is added.</summary>
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
    public static BulkRow Add(int row, CustomerFields fields, object? target = null, CallOptions? call = null) =>
        new(KaptureOperation.Add, row, null, fields, target, call, null);

    /// <summary>A customer to change.</summary>
    /// <param name="row">The number of the row, counted from 1.</param>
    /// <param name="customerId">The id that Kapture gave the customer.</param>
    /// <param name="fields">What to change.</param>
    /// <param name="target">Whatever the caller knows the row by.</param>
    /// <param name="call">Who listens; its row must be the same.</param>
    /// <param name="name">What results call the customer where the row does not change the name.</param>
    public static BulkRow Update(int row, long customerId, CustomerFields fields, object? target = null, CallOptions? call = null, string? name = null) =>
        new(KaptureOperation.Update, row, customerId, fields, target, call, name);

    /// <summary>A contact to add to a customer.</summary>
    /// <param name="row">The number of the row, counted from 1.</param>
    /// <param name="customerId">The id that Kapture gave the customer.</param>
    /// <param name="contact">A phone or an email, at least; no id.</param>
    /// <param name="target">Whatever the caller knows the row by.</param>
    /// <param name="call">Who listens; its row must be the same.</param>
    public static BulkRow AddContact(int row, long customerId, ContactFields contact, object? target = null, CallOptions? call = null) =>
        new(KaptureOperation.AddContact, row, customerId, new CustomerFields { Contacts = { contact } }, target, call, contact.Name);

    /// <inheritdoc/>
    public override Task<BulkOutcome> RunAsync(CancellationToken cancellationToken) => Writer!.RunAsync(this, cancellationToken);

    internal BulkOutcome Done(WriteResult result) => Succeed(result, WarningOf(result));

    internal BulkOutcome Failed(KaptureException failure) => Fail(failure);

    /// <summary>What became of the row where all went as it was asked.</summary>
    internal WriteAction AskedAction => Operation switch
    {
        KaptureOperation.Add => WriteAction.Added,
        KaptureOperation.AddContact => WriteAction.ContactAdded,
        _ => WriteAction.Updated,
    };

    // A success body may lie about what was done, and an add may find a customer that the service took for the same.
    private string? WarningOf(WriteResult result)
    {
        var asked = result.WasUpdateAsked ? WriteAction.Updated : AskedAction;
        return result.Action == asked || result.Action is not (WriteAction.Added or WriteAction.Updated or WriteAction.ContactAdded)
            ? null
            : $"Row {Row}: the service was asked for {asked} and says {result.Action}{(result.CustomerId is { } id ? $" (customer {id})" : ", and tells no id")}. Look at the customer.";
    }
}
