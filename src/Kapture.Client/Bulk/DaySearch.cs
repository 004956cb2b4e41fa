namespace Kapture;

/// <summary>
/// Looks for the customers that rows may have made where a dialect cannot ask for them alone, by pulling the day. Rows that ask
/// while a pull is under way share the next: each has to see what the service held after it asked.
/// </summary>
internal sealed class DaySearch(KaptureClient client)
{
    // Rows of one run lie close together; one that was left by a run of last month does not make the others pull that month.
    private static readonly TimeSpan _together = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private List<Searcher> _waiting = [];
    private bool _isBusy;

    /// <summary>The customers of the time that may be the row's: of its name, and reached by one of its keys.</summary>
    /// <param name="row">The row.</param>
    /// <param name="keys">What it is reached by.</param>
    /// <param name="from">The first moment that counts.</param>
    /// <param name="to">The last one; later than now for what is added meanwhile.</param>
    /// <param name="cancellationToken">Stops it; the same for all rows of a run.</param>
    /// <exception cref="KaptureException">The pull failed.</exception>
    public Task<List<Customer>> FindAsync(BulkRow row, IEnumerable<CustomerKey> keys, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var searcher = new Searcher(row, [.. keys], from, to);
        lock (_gate)
        {
            _waiting.Add(searcher);
            if (_isBusy)
                return searcher.Found;
            _isBusy = true;
        }

        _ = RunAsync(cancellationToken);
        return searcher.Found;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (TakeNext() is { Count: > 0 } searchers)
        {
            try
            {
                await PullAsync(searchers, cancellationToken).ConfigureAwait(false);
                searchers.ForEach(searcher => searcher.Complete());
            }
            catch (Exception e)
            {
                // Theirs to tell; whoever asks after them tries anew.
                searchers.ForEach(searcher => searcher.Fail(e, cancellationToken));
            }
        }
    }

    private List<Searcher> TakeNext()
    {
        lock (_gate)
        {
            var next = _waiting.FindAll(searcher => (searcher.From - _waiting[0].From).Duration() <= _together);
            _waiting = _waiting.FindAll(searcher => !next.Contains(searcher));
            _isBusy = next.Count > 0;
            return next;
        }
    }

    private async Task PullAsync(List<Searcher> searchers, CancellationToken cancellationToken)
    {
        var to = searchers.Max(searcher => searcher.To);
        var range = DateRange.Create(searchers.Min(searcher => searcher.From).UtcDateTime, to.UtcDateTime, client.Options.TimeZone, to);
        var pull = new CustomerPull(client.Options.AccountId, new CustomerFilter());
        await foreach (var customer in client.GetCustomersAsync(range, pull, searchers[0].Call, cancellationToken).ConfigureAwait(false))
        {
            foreach (var searcher in searchers)
                searcher.Look(customer);
        }
    }

    private sealed class Searcher(BulkRow row, CustomerKey[] keys, DateTimeOffset from, DateTimeOffset to)
    {
        private readonly TaskCompletionSource<List<Customer>> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<Customer> _customers = [];

        public DateTimeOffset From => from;

        public DateTimeOffset To => to;

        public CallOptions Call => row.Call;

        public Task<List<Customer>> Found => _found.Task;

        public void Look(Customer customer)
        {
            if (StoredFields.MayBeCalled(row.Fields.Name, customer) && Array.Exists(keys, key => key.Fits(customer)))
                _customers.Add(customer);
        }

        public void Complete() => _found.TrySetResult(_customers);

        public void Fail(Exception failure, CancellationToken cancellationToken)
        {
            if (failure is OperationCanceledException)
                _found.TrySetCanceled(cancellationToken);
            else
                _found.TrySetException(failure);
        }
    }
}
