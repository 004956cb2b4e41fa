namespace Kapture;

/// <summary>
/// Asks the service what became of a write whose answer was lost. A customer counts as the row's own only where it was
/// made when the row was sent, everything that it tells fits, and no other row has it.
/// </summary>
internal sealed class UncertainWrites(KaptureClient client, WritesUnderWay underWay)
{
    /// <summary>How long a row waits at a time for one that could pass for it.</summary>
    public static readonly TimeSpan TwinPause = TimeSpan.FromSeconds(0.1);

    // How far the clocks of the two sides may lie apart.
    private static readonly TimeSpan _clockTolerance = TimeSpan.FromMinutes(1);

    // How long a service that has dropped a connection may go on with what it was doing.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(1);

    private readonly DaySearch _day = new(client);

    private TimeProvider Time => client.Options.Time;

    /// <summary>Asks; where nothing is found yet, asks once more when the service has settled.</summary>
    /// <param name="row">The row.</param>
    /// <param name="customerId">The customer that was to be changed; <see langword="null"/> where one was to be added.</param>
    /// <param name="fields">What was sent.</param>
    /// <param name="began">Not before this was it sent.</param>
    /// <param name="lost">When the answer was lost.</param>
    /// <param name="others">What is known of other rows with the same content.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<LookUp> AskAsync(BulkRow row, long? customerId, CustomerFields fields, DateTimeOffset began, DateTimeOffset lost, OtherRows others, CancellationToken cancellationToken)
    {
        var notBefore = began - _clockTolerance;
        try
        {
            var answer = await AskOnceAsync().ConfigureAwait(false);
            if (!(answer.IsAbsent || answer.IsUntold) || lost + _settling - Time.GetUtcNow() is not { Ticks: > 0 } wait)
                return answer;
            await Time.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            return await AskOnceAsync().ConfigureAwait(false);
        }
        catch (KaptureException e)
        {
            // How to go on with a pull is no advice to who writes.
            var cause = e is { Value: DateTime, InnerException: KaptureException inner } ? inner : e;
            return LookUp.Unclear($"It could not be looked up either: {cause.Words}");
        }

        Task<LookUp> AskOnceAsync() => customerId is { } id
            ? AskForUpdateAsync(row, id, fields, notBefore, others, cancellationToken)
            : AskForAddAsync(row, notBefore, others, cancellationToken);
    }

    private async Task<LookUp> AskForAddAsync(BulkRow row, DateTimeOffset notBefore, OtherRows others, CancellationToken cancellationToken)
    {
        while (true)
        {
            // A row of the same name and phone or email may have made the customer that a look-up finds: its answer tells.
            while (underWay.HasTwin(row))
                await Time.WaitAsync(TwinPause, cancellationToken).ConfigureAwait(false);
            if (await SearchAsync(row, notBefore, others, cancellationToken).ConfigureAwait(false) is { } answer)
                return answer;
        }
    }

    // Nothing where such a row has set out during the look-up.
    private async Task<LookUp?> SearchAsync(BulkRow row, DateTimeOffset notBefore, OtherRows others, CancellationToken cancellationToken)
    {
        var isHidden = false;
        foreach (var key in Keys(row.Fields))
        {
            if (!client.Dialect.FindsBy(key.Kind))
            {
                isHidden = true;
                continue;
            }

            if (await client.TryGetCustomerAsync(key, row.Call, cancellationToken).ConfigureAwait(false) is not { } customer)
                continue;
            var likeness = Judge(customer, row, notBefore, others);
            if (likeness != Likeness.Stranger)
                return Answer(likeness, customer);
            isHidden = true;
        }

        // A look-up gives one customer, behind which the row's own may stand; and not every dialect has such look-ups.
        return isHidden ? await AskForDayAsync(row, notBefore, others, cancellationToken).ConfigureAwait(false) : LookUp.Absent();
    }

    private async Task<LookUp?> AskForDayAsync(BulkRow row, DateTimeOffset notBefore, OtherRows others, CancellationToken cancellationToken)
    {
        if (client.Options.AccountId is null && client.Dialect.PullsByPage)
            return LookUp.Unclear("Another customer has the same phone or email; connect with -AccountId, and the customers of the day are searched too.");
        var until = Min(Time.GetUtcNow(), notBefore.AddDays(1)) + _clockTolerance;
        var customers = client.Dialect.PullsByPage
            ? await PullAsync(row, notBefore, until, cancellationToken).ConfigureAwait(false)
            : await _day.FindAsync(row, Keys(row.Fields), notBefore, until, cancellationToken).ConfigureAwait(false);
        foreach (var customer in customers)
        {
            var likeness = Judge(customer, row, notBefore, others);
            if (likeness != Likeness.Stranger)
                return Answer(likeness, customer);
        }

        return LookUp.Absent();
    }

    private async Task<List<Customer>> PullAsync(BulkRow row, DateTimeOffset notBefore, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var customers = new List<Customer>();
        var range = DateRange.Create(notBefore.UtcDateTime, until.UtcDateTime, client.Options.TimeZone, until);
        await foreach (var customer in client.GetCustomersAsync(range, new CustomerPull(client.Options.AccountId, FilterOf(row.Fields)), row.Call, cancellationToken).ConfigureAwait(false))
            customers.Add(customer);
        return customers;
    }

    private async Task<LookUp> AskForUpdateAsync(BulkRow row, long customerId, CustomerFields fields, DateTimeOffset notBefore, OtherRows others, CancellationToken cancellationToken)
    {
        if (fields.Enquiry is not null)
            return LookUp.Unclear("The row holds an enquiry, which no look-up tells.");
        if (await client.TryGetCustomerAsync(CustomerKey.ById(customerId), row.Call, cancellationToken).ConfigureAwait(false) is not { } customer)
            return LookUp.Absent();
        var added = fields.Contacts.Where(contact => contact.Id is null).ToArray();
        if (added.Length == 0)
            return !StoredFields.TellsAll(fields, customer) ? LookUp.Untold() : StoredFields.Fits(fields, customer) ? LookUp.Found(customer) : LookUp.Absent();

        // An update is applied as a whole: one of its contacts that has come tells of all.
        string? doubt = null;
        foreach (var contact in added)
        {
            foreach (var stored in customer.Contacts.Where(stored => StoredFields.IsSamePerson(contact, stored)))
            {
                if (!(stored.Created >= notBefore))
                {
                    doubt = "The customer had a contact with the same phone or email before.";
                    continue;
                }

                // An update may be told a contact that was there before.
                if (row.Operation == KaptureOperation.AddContact && others.HasContact(stored.Id))
                    continue;
                var claim = underWay.TryClaim(customerId, contact, stored, others);
                if (claim == Claim.Own)
                    return LookUp.Found(customer, stored);
                if (claim == Claim.Unclear)
                    doubt = $"Contact {stored.Id} of the customer has the same phone or email, but may be that of another row.";
            }
        }

        return doubt is null ? LookUp.Absent() : LookUp.Unclear(doubt);
    }

    private Likeness Judge(Customer customer, BulkRow row, DateTimeOffset notBefore, OtherRows others)
    {
        if (customer.Created is null)
            return Likeness.Unclear;
        if (customer.Created < notBefore || others.HasCustomer(customer.Id) || !StoredFields.MayBeCalled(row.Fields.Name, customer))
            return Likeness.Stranger;
        if (StoredFields.IsNameUnreadable(customer))
            return Likeness.Unclear;
        if (!StoredFields.Fits(row.Fields, customer))
            return underWay.IsTold(customer.Id) ? Likeness.Stranger : Likeness.Unclear;
        return underWay.TryClaim(row, customer.Id, others) switch
        {
            Claim.Own => Likeness.Own,
            Claim.Others => Likeness.Stranger,
            Claim.Open => Likeness.Open,
            _ => Likeness.Untold,
        };
    }

    private static CustomerFilter FilterOf(CustomerFields fields) =>
        !CustomerFields.IsBlank(fields.CustomerCode) ? new CustomerFilter { CustomerCode = fields.CustomerCode }
        : !CustomerFields.IsBlank(fields.Phone) ? new CustomerFilter { Phone = fields.Phone }
        : new CustomerFilter { Email = fields.Email };

    private static IEnumerable<CustomerKey> Keys(CustomerFields fields)
    {
        if (!CustomerFields.IsBlank(fields.Phone))
            yield return CustomerKey.ByPhone(fields.Phone!);
        if (!CustomerFields.IsBlank(fields.Email))
            yield return CustomerKey.ByEmail(fields.Email!);
    }

    private static LookUp? Answer(Likeness likeness, Customer customer) => likeness switch
    {
        Likeness.Own => LookUp.Found(customer),
        Likeness.Unclear => LookUp.Unclear($"Customer {customer.Id} is like it, but not surely the same."),
        Likeness.Untold => LookUp.Unclear($"Customer {customer.Id} is like it, but may be that of another row alike: the service tells no ids."),
        _ => null,
    };

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private enum Likeness
    {
        Stranger,
        Own,
        Unclear,
        Untold,
        Open,
    }
}
