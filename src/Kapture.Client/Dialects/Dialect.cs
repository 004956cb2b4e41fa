namespace Kapture;

/// <summary>One generation of the API: a pure mapping of fields to bodies and of answers to results.</summary>
internal abstract class Dialect
{
    /// <summary>Words an add.</summary>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect; nothing was sent.</exception>
    public abstract DialectRequest Add(CustomerFields fields);

    /// <summary>Words an update; only what is set goes out.</summary>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect; nothing was sent.</exception>
    public abstract DialectRequest Update(long customerId, CustomerFields fields);

    /// <summary>Words a look-up by one key.</summary>
    public abstract DialectRequest Get(CustomerKey key);

    /// <summary>Words one page of the customers made on a day.</summary>
    public abstract DialectRequest Pull(CustomerPage page);

    /// <summary>Reads what a write did; the answer is a success.</summary>
    public abstract WriteResult ReadWrite(KaptureOperation asked, ServiceAnswer answer);
}
