using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// A range, asked day by day: some days ahead at once, the answers in the order of the days, every customer once.
/// The documents disagree whether the end date belongs to the range; whichever is true, only what a customer's own
/// time of creation puts into the day is taken from that day.
/// </summary>
internal sealed class DayByDayPull(KaptureClient client, DateRange range, CustomerPull pull, CallOptions options)
{
    /// <summary>Days under way for each lane: one is fetched while another, fetched already, waits to be read.</summary>
    private const int DaysALane = 2;

    // Without a readable date a customer may be in the answers of two days that follow each other; it still comes once.
    private HashSet<long> _undatedBefore = [];
    private HashSet<long> _undated = [];

    public async IAsyncEnumerable<Customer> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var lanes = new PullLanes(pull);
        using var days = range.Days().GetEnumerator();
        var ahead = new Queue<(DayFetch Day, Task Fetching)>();
        var started = 0;
        try
        {
            while (true)
            {
                while (ahead.Count < pull.DaysAhead * DaysALane && days.MoveNext())
                    ahead.Enqueue(Start(started++, days.Current, lanes, stop.Token));
                if (ahead.Count == 0)
                    yield break;

                var day = ahead.Peek().Day;
                await foreach (var customers in day.ReadAsync(stop.Token).ConfigureAwait(false))
                {
                    foreach (var customer in customers)
                    {
                        if (customer.Created is not null || IsNew(customer))
                            yield return customer;
                    }
                }

                ahead.Dequeue();
                (_undatedBefore, _undated) = (_undated, _undatedBefore);
                _undated.Clear();
                pull.OnDay?.Invoke(day.Day);
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var (_, fetching) in ahead)
                await fetching.ConfigureAwait(false);
        }
    }

    private (DayFetch Day, Task Fetching) Start(int index, DateTime date, PullLanes lanes, CancellationToken cancellationToken)
    {
        var day = new DayFetch(index, date, client, range, pull, options, lanes);

        // Not on the reader's thread: it has the customers of the first day to wait for.
        return (day, Task.Run(() => day.RunAsync(cancellationToken), CancellationToken.None));
    }

    private bool IsNew(Customer customer) => customer.Id == 0 || (_undated.Add(customer.Id) && !_undatedBefore.Contains(customer.Id));
}
