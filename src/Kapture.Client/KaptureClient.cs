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
    private readonly PullWording _pullWording;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">Where to, with which key, how patient.</param>
    public KaptureClient(KaptureClientOptions options)
    {
        Options = options;
        _transport = new KaptureTransport(options);
        _pullWording = new PullWording(options.Dialect);
    }

    /// <summary>What the client was made with.</summary>
    public KaptureClientOptions Options { get; }

    /// <summary>How much longer nothing is sent because the service asked for it (Retry-After); zero where it did not. Calls wait that long by themselves.</summary>
    public TimeSpan Held => _transport.Held;

    /// <summary>The generation of the API that it speaks.</summary>
    internal Dialect Dialect => Options.Dialect;

    /// <summary>Adds a customer (Add Customer API). Sent once; repeated only where the service certainly did nothing.</summary>
    /// <param name="fields">A name, and a phone or an email, at least.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been applied.</param>
    /// <returns>What the service says it did, which may be an update.</returns>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect before sending; Rejected; WriteUncertain; AuthenticationFailed; any other of the service's failures.</exception>
    public Task<WriteResult> AddCustomerAsync(CustomerFields fields, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(KaptureOperation.Add, null, fields, fields.Name, options, cancellationToken);

    /// <summary>Changes a customer (Update Customer API); only the fields that are set go out.</summary>
    /// <param name="customerId">The id that Kapture gave the customer.</param>
    /// <param name="fields">What to change; empty text blanks a field.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been applied.</param>
    /// <returns>What the service says it did.</returns>
    /// <exception cref="KaptureException">InvalidValue or NotInDialect before sending; CustomerNotFound; Rejected; WriteUncertain; AuthenticationFailed; any other of the service's failures.</exception>
    public Task<WriteResult> UpdateCustomerAsync(long customerId, CustomerFields fields, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(KaptureOperation.Update, customerId, fields, fields.Name, options, cancellationToken);

    /// <summary>Adds a contact to a customer (Update Customer API with a contact; Legacy: Add More Customer API).</summary>
    /// <param name="customerId">The id that Kapture gave the customer.</param>
    /// <param name="contact">A phone or an email, at least; no id.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been applied.</param>
    /// <returns>What the service says it did.</returns>
    /// <exception cref="KaptureException">MissingField, InvalidValue or NotInDialect before sending; CustomerNotFound; Rejected; WriteUncertain; AuthenticationFailed; any other of the service's failures.</exception>
    public Task<WriteResult> AddContactAsync(long customerId, ContactFields contact, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(KaptureOperation.AddContact, customerId, new CustomerFields { Contacts = { contact } }, contact.Name, options, cancellationToken);

    /// <summary>Looks a customer up by one key (Get Customer API; Legacy: Search Customer API).</summary>
    /// <param name="key">An id, an email address or a phone number.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The customer; it has what was asked for.</returns>
    /// <exception cref="KaptureException">CustomerNotFound; UnexpectedResponse where the answer is about another customer; any other of the service's failures.</exception>
    public Task<Customer> GetCustomerAsync(CustomerKey key, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        NamingRowAsync(options, call => SendAsync(Dialect.Get(key), (reply, answer) =>
        {
            if (answer.HasCustomers && answer.Customers.Count == 0)
                throw AnswerRules.Failure(reply, KaptureErrorId.CustomerNotFound, "The service knows no such customer.", null);
            if (!answer.HasCustomers)
                throw AnswerRules.Failure(reply, KaptureErrorId.UnexpectedResponse, "The service reports success, but gives no customer.", answer.Message);
            return answer.Customers.Find(key.Fits)
                ?? throw AnswerRules.Failure(reply, KaptureErrorId.UnexpectedResponse, $"The service answered about another customer than the one asked for by {key.Kind}. Nothing of the answer was used.", null);
        }, call, cancellationToken));

    /// <summary>Reads one page of the customers that were made on a day (Pull Customer API by Date Range; Legacy: Select Customer API).</summary>
    /// <param name="page">Which account, which day, which page; Legacy has no pages and gives the whole day.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The page as the service gives it: it may hold customers of the next day too, and fewer than asked for.</returns>
    /// <exception cref="KaptureException">MissingField or NotInDialect before sending; any of the service's failures.</exception>
    public Task<IReadOnlyList<Customer>> GetCustomerPageAsync(CustomerPage page, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        NamingRowAsync(options, call => _pullWording.AskAsync(page, request => SendAsync<IReadOnlyList<Customer>>(request, (reply, answer) =>
        {
            AnswerRules.CheckList(reply, answer);
            AccountCheck.Of(page, Dialect)?.Check(reply, answer.Customers);
            return answer.Customers;
        }, call, cancellationToken), cancellationToken));

    /// <summary>Streams every customer that was made in a range, each once, oldest day first (Pull Customer API by Date Range; Legacy: Select Customer API).</summary>
    /// <param name="range">The range, of any length.</param>
    /// <param name="pull">Which account, which filters, how many at once.</param>
    /// <param name="options">Who listens.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    /// <exception cref="KaptureException">Any of the service's failures, at the point of the stream where it happened.</exception>
    public IAsyncEnumerable<Customer> GetCustomersAsync(DateRange range, CustomerPull pull, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        new DayByDayPull(this, range, pull, options ?? CallOptions.None).RunAsync(cancellationToken);

    /// <summary>Sends a request of the caller's own, with the same key, retries and limits as any other.</summary>
    /// <param name="path">The path below the session's host; see <see cref="KaptureRequest"/>.</param>
    /// <param name="body">JSON text, a dictionary, a list or a single value; <see langword="null"/> for an empty object.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been carried out.</param>
    /// <returns>The answer as plain values: text, long, double, decimal, bool, null, arrays, and read-only dictionaries that find names in any case.</returns>
    /// <exception cref="KaptureException">InvalidValue before sending; any of the service's failures; WriteUncertain where it may have been carried out.</exception>
    public Task<object?> InvokeAsync(string path, object? body = null, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        NamingRowAsync(options, call => InvokeAsync(new KaptureRequest(path, body), call, cancellationToken));

    /// <summary>Sends a request of the caller's own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been carried out.</param>
    /// <returns>The answer as plain values.</returns>
    /// <exception cref="KaptureException">Any of the service's failures; WriteUncertain where it may have been carried out.</exception>
    public Task<object?> InvokeAsync(KaptureRequest request, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        NamingRowAsync(options, async call => RequestAnswer.Read(await SendAsync(request.Word(), call, cancellationToken).ConfigureAwait(false)));

    /// <summary>Sends a request of the caller's own, and gives the answer as the text that came; under a status of 2xx also one that is no JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The row, and who listens.</param>
    /// <param name="cancellationToken">Stops waiting; what has been sent may have been carried out.</param>
    /// <returns>The answer as text.</returns>
    /// <exception cref="KaptureException">Any of the service's failures; WriteUncertain where it may have been carried out.</exception>
    public Task<string> InvokeTextAsync(KaptureRequest request, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        NamingRowAsync(options, async call => RequestAnswer.ReadText(await SendAsync(request.Word(), call, cancellationToken).ConfigureAwait(false)));

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
    internal Task<int> StreamCustomerPageAsync(CustomerPage page, Action<List<Customer>> handOn, CallOptions options, CancellationToken cancellationToken) =>
        NamingRowAsync(options, call => _pullWording.AskAsync(page, async request =>
        {
            var account = AccountCheck.Of(page, Dialect);
            var stream = new AnswerStream(Options.TimeZone, _words, account is null ? handOn : customers => handOn(account.TakeOut(customers)));
            var reply = await _transport.SendAsync(request, call, cancellationToken, stream).ConfigureAwait(false);
            AnswerRules.CheckList(reply, AnswerRules.Read(reply, stream));
            account?.Check(reply, []);
            return stream.Count;
        }, cancellationToken));

    /// <summary>Words a write without sending it.</summary>
    internal DialectRequest Word(KaptureOperation operation, long? customerId, CustomerFields fields) => operation switch
    {
        KaptureOperation.Add => Dialect.Add(fields),
        KaptureOperation.AddContact => Dialect.AddContact(customerId!.Value, fields.Contacts[0]),
        _ => Dialect.Update(customerId!.Value, fields),
    };

    /// <summary>Sends a write that has been worded.</summary>
    internal Task<KaptureReply> SendAsync(in DialectRequest request, CallOptions options, CancellationToken cancellationToken) =>
        _transport.SendAsync(request, options, cancellationToken);

    /// <summary>Reads what a write did.</summary>
    /// <exception cref="KaptureException">Anything but a success.</exception>
    [MethodImpl(HotPath.Compile)]
    internal WriteResult ReadWrite(KaptureReply reply, long? customerId, string? name, int row)
    {
        var answer = AnswerRules.Read(reply, Options.TimeZone);
        var written = Dialect.ReadWrite(reply.Operation, answer);
        if (customerId is { } asked && written.CustomerId is { } told && told != asked)
            throw AnswerRules.Failure(reply, KaptureErrorId.UnexpectedResponse, $"The service was asked to change customer {asked} and says that it changed {told}. Look at both.", answer.Message);
        written.Row = row;
        written.CustomerId ??= customerId;
        written.Name = name;
        written.Attempts = reply.Attempts;
        return written;
    }

    private Task<WriteResult> WriteAsync(KaptureOperation operation, long? customerId, CustomerFields fields, string? name, CallOptions? options, CancellationToken cancellationToken) =>
        NamingRowAsync(options, async call =>
        {
            var reply = await SendAsync(Word(operation, customerId, fields), call, cancellationToken).ConfigureAwait(false);
            return ReadWrite(reply, customerId, name, call.Row);
        });

    private async Task<T> SendAsync<T>(DialectRequest request, Func<KaptureReply, ServiceAnswer, T> read, CallOptions options, CancellationToken cancellationToken)
    {
        var reply = await _transport.SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        return read(reply, AnswerRules.Read(reply, Options.TimeZone));
    }

    // Whatever fails, before, on or after the way, names the row.
    private static async Task<T> NamingRowAsync<T>(CallOptions? options, Func<CallOptions, Task<T>> call)
    {
        options ??= CallOptions.None;
        try
        {
            return await call(options).ConfigureAwait(false);
        }
        catch (KaptureException e)
        {
            e.Row = options.Row;
            throw;
        }
    }
}
