using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// The customer API of Kapture: one method an operation. Safe to use from many threads at once; one client holds one
/// set of connections and one brake for all its calls.
/// </summary>
public sealed class KaptureClient : IDisposable
{
    private readonly KaptureTransport _transport;
    private readonly WordCache _words = new();
    private readonly Dialect _dialect = new V1Dialect();

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">Where to, with which key, how patient.</param>
    public KaptureClient(KaptureClientOptions options)
    {
        Options = options;
        _transport = new KaptureTransport(options);
    }

    /// <summary>What the client was made with.</summary>
    public KaptureClientOptions Options { get; }

    /// <summary>Adds a customer (Add Customer API). Sent once; repeated only where the service certainly did nothing.</summary>
    /// <param name="fields">A name, and a phone or an email, at least.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been applied.</param>
    /// <returns>What the service says it did, which may be an update.</returns>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect before sending; Rejected; WriteUncertain; AuthenticationFailed; any other of the service's failures.</exception>
    public Task<WriteResult> AddCustomerAsync(CustomerFields fields, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(null, fields, options ?? CallOptions.None, cancellationToken);

    /// <summary>Changes a customer (Update Customer API); only the fields that are set go out.</summary>
    /// <param name="customerId">The id that Kapture gave the customer.</param>
    /// <param name="fields">What to change; empty text blanks a field.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been applied.</param>
    /// <returns>What the service says it did.</returns>
    /// <exception cref="KaptureException">InvalidValue or NotInDialect before sending; CustomerNotFound; Rejected; WriteUncertain; AuthenticationFailed; any other of the service's failures.</exception>
    public Task<WriteResult> UpdateCustomerAsync(long customerId, CustomerFields fields, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(customerId, fields, options ?? CallOptions.None, cancellationToken);

    /// <summary>Looks a customer up by one key (Get Customer API).</summary>
    /// <param name="key">An id, an email address or a phone number.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The customer; it has what was asked for.</returns>
    /// <exception cref="KaptureException">CustomerNotFound; UnexpectedResponse where the answer is about another customer; any other of the service's failures.</exception>
    public Task<Customer> GetCustomerAsync(CustomerKey key, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        CallAsync(() => _dialect.Get(key), (reply, answer) =>
        {
            if (answer.HasCustomers && answer.Customers.Count == 0)
                throw AnswerRules.Failure(reply, KaptureErrorId.CustomerNotFound, "The service knows no such customer.", null);
            return answer.Customers.Find(key.Fits)
                ?? throw AnswerRules.Failure(reply, KaptureErrorId.UnexpectedResponse, $"The service answered about another customer than the one asked for by {key.Kind}. Nothing of the answer was used.", null);
        }, options, cancellationToken);

    /// <summary>Reads one page of the customers that were made on a day (Pull Customer API by Date Range).</summary>
    /// <param name="page">Which account, which day, which page.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The page as the service gives it: it may hold customers of the next day too, and fewer than asked for.</returns>
    /// <exception cref="KaptureException">Any of the service's failures.</exception>
    public Task<IReadOnlyList<Customer>> GetCustomerPageAsync(CustomerPage page, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<Customer>>(() => _dialect.Pull(page), static (reply, answer) =>
        {
            AnswerRules.CheckList(reply, answer);
            return answer.Customers;
        }, options, cancellationToken);

    /// <summary>Streams every customer that was made in a range, each once, oldest day first.</summary>
    /// <param name="range">The range, of any length.</param>
    /// <param name="pull">Which account, which filters, how many at once.</param>
    /// <param name="options">Who listens.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    /// <exception cref="KaptureException">Any of the service's failures, at the point of the stream where it happened.</exception>
    public IAsyncEnumerable<Customer> GetCustomersAsync(DateRange range, CustomerPull pull, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        new DayByDayPull(this, range, pull, options ?? CallOptions.None).RunAsync(cancellationToken);

    /// <summary>Closes the connections; calls that are under way fail.</summary>
    public void Dispose() => _transport.Dispose();

    /// <summary>Looks a customer up by one key; <see langword="null"/> where the service knows none.</summary>
    internal async Task<Customer?> TryGetCustomerAsync(CustomerKey key, CallOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await GetCustomerAsync(key, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KaptureException e) when (e.ErrorId == KaptureErrorId.CustomerNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads one page, and hands its customers on as they are read.</summary>
    /// <param name="page">Which account, which day, which page.</param>
    /// <param name="handOn">Takes them, without waiting for anybody; where the answer broke off and was asked for again, some come again.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>How many customers the page held.</returns>
    /// <exception cref="KaptureException">Any of the service's failures; some customers may have been handed on before.</exception>
    internal async Task<int> StreamCustomerPageAsync(CustomerPage page, Action<List<Customer>> handOn, CallOptions options, CancellationToken cancellationToken)
    {
        var stream = new AnswerStream(Options.TimeZone, _words, handOn);
        try
        {
            var reply = await _transport.SendAsync(_dialect.Pull(page), options, cancellationToken, stream).ConfigureAwait(false);
            AnswerRules.CheckList(reply, AnswerRules.Read(reply, stream));
            return stream.Count;
        }
        catch (KaptureException e)
        {
            e.Row = options.Row;
            throw;
        }
    }

    /// <summary>Words a write without sending it.</summary>
    internal DialectRequest Word(long? customerId, CustomerFields fields) => customerId is { } id ? _dialect.Update(id, fields) : _dialect.Add(fields);

    /// <summary>Sends a write that has been worded.</summary>
    internal Task<KaptureReply> SendAsync(in DialectRequest request, CallOptions options, CancellationToken cancellationToken) =>
        _transport.SendAsync(request, options, cancellationToken);

    private async Task<WriteResult> WriteAsync(long? customerId, CustomerFields fields, CallOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await SendAsync(Word(customerId, fields), options, cancellationToken).ConfigureAwait(false);
            return ReadWrite(reply, customerId, fields.Name, options.Row);
        }
        catch (KaptureException e)
        {
            e.Row = options.Row;
            throw;
        }
    }

    /// <summary>Reads what a write did.</summary>
    /// <exception cref="KaptureException">Anything but a success.</exception>
    [MethodImpl(HotPath.Compile)]
    internal WriteResult ReadWrite(KaptureReply reply, long? customerId, string? name, int row)
    {
        var answer = AnswerRules.Read(reply, Options.TimeZone);
        var written = _dialect.ReadWrite(reply.Operation, answer);
        if (customerId is { } asked && written.CustomerId is { } told && told != asked)
            throw AnswerRules.Failure(reply, KaptureErrorId.UnexpectedResponse, $"The service was asked to change customer {asked} and says that it changed {told}. Look at both.", answer.Message);
        written.Row = row;
        written.CustomerId ??= customerId;
        written.Name = name;
        written.Attempts = reply.Attempts;
        return written;
    }

    // Whatever fails, before, on or after the way, names the row.
    private async Task<T> CallAsync<T>(Func<DialectRequest> word, Func<KaptureReply, ServiceAnswer, T> read, CallOptions? options, CancellationToken cancellationToken)
    {
        options ??= CallOptions.None;
        try
        {
            var reply = await _transport.SendAsync(word(), options, cancellationToken).ConfigureAwait(false);
            return read(reply, AnswerRules.Read(reply, Options.TimeZone));
        }
        catch (KaptureException e)
        {
            e.Row = options.Row;
            throw;
        }
    }
}
