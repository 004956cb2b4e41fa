namespace Kapture;

/// <summary>One generation of the API: a pure mapping of fields to bodies and of answers to results.</summary>
public abstract class Dialect
{
    private protected Dialect()
    {
    }

    /// <summary>The current generation: <c>/ms/...</c> paths and nested bodies.</summary>
    public static Dialect V1 { get; } = new V1Dialect();

    /// <summary>The first generation, which many tenants still run: <c>.html</c> paths and flat bodies (Legacy Customer API).</summary>
    public static Dialect Legacy { get; } = new LegacyDialect();

    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a pull takes filters, an account, and one page after the other; else each day comes whole.</summary>
    internal abstract bool PullsByPage { get; }

    /// <summary>Whether a request to the path changes nothing, as the documents have it.</summary>
    internal abstract bool ReadsBy(string path);

    /// <summary>Where customers are added and updated.</summary>
    private protected abstract string AddUpdatePath { get; }

    /// <summary>Words an add.</summary>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect; nothing was sent.</exception>
    internal DialectRequest Add(CustomerFields fields)
    {
        CheckWords(fields);
        fields.CheckForAdd();
        return new DialectRequest(KaptureOperation.Add, AddUpdatePath, WriteBody(null, fields));
    }

    /// <summary>Words an update; only what is set goes out.</summary>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect; nothing was sent.</exception>
    internal DialectRequest Update(long customerId, CustomerFields fields)
    {
        CheckWords(fields);
        fields.CheckForUpdate();
        return new DialectRequest(KaptureOperation.Update, AddUpdatePath, WriteBody(customerId, fields));
    }

    /// <summary>Words the adding of a contact to a customer that is there.</summary>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect; nothing was sent.</exception>
    internal abstract DialectRequest AddContact(long customerId, ContactFields contact);

    /// <summary>Whether customers can be looked up by such a key.</summary>
    internal abstract bool FindsBy(CustomerKeyKind kind);

    /// <summary>Words a look-up by one key.</summary>
    /// <exception cref="KaptureException">NotInDialect; nothing was sent.</exception>
    internal abstract DialectRequest Get(CustomerKey key);

    /// <summary>Words one page of the customers made on a day, in each way that the documents have for it; the likeliest comes first.</summary>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect; nothing was sent.</exception>
    internal abstract DialectRequest[] Pull(CustomerPage page);

    /// <summary>Reads what a write did; the answer is a success.</summary>
    internal abstract WriteResult ReadWrite(KaptureOperation asked, ServiceAnswer answer);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Refuses what the dialect has no words for.</summary>
    /// <exception cref="KaptureException">NotInDialect, or InvalidValue where its words would mean something else.</exception>
    internal abstract void CheckWords(CustomerFields fields);

    /// <summary>Refuses what the dialect has no words for in a contact that is added alone.</summary>
    /// <exception cref="KaptureException">NotInDialect.</exception>
    internal abstract void CheckWords(ContactFields contact);

    /// <summary>Writes an add, or the update of a customer.</summary>
    private protected abstract byte[] WriteBody(long? customerId, CustomerFields fields);

    /// <summary>What was done with a customer, by the words of the answer; where it has none, what was asked.</summary>
    private protected static WriteAction ActionOf(KaptureOperation asked, string? message) =>
        Text.Contains(message, "Customer Updated") ? WriteAction.Updated
        : Text.Contains(message, "Customer Added") ? WriteAction.Added
        : asked == KaptureOperation.Add ? WriteAction.Added : WriteAction.Updated;
}
