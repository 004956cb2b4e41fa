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

    // The days are the service's, in whatever zone the caller counts.
    private readonly DateRange _range = range.In(client.Options.TimeZone);

    public async IAsyncEnumerable<Customer> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What the dialect cannot ask for is no failure of a day.
        _ = client.Dialect.Pull(new CustomerPage(pull.AccountId, _range.Days().FirstOrDefault(), pull.Filter, pull.PageSize));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pace = new PullPace(pull);
        using var days = _range.Days().GetEnumerator();
        var ahead = new Queue<(DayFetch Day, Task Fetching)>();
        var started = 0;

        // Without a readable date a customer may be in the answers of two days that follow each other; it still comes once.
        var (undatedBefore, undated) = (new HashSet<long>(), new HashSet<long>());
        try
        {
            while (true)
            {
                while (ahead.Count < pull.DaysAhead * DaysALane && days.MoveNext())
                {
                    var next = new DayFetch(started++, days.Current, client, _range, pull, options, pace);
                    ahead.Enqueue((next, next.RunAsync(stop.Token)));
                }

                if (ahead.Count == 0)
                    yield break;

                var day = ahead.Peek().Day;
                await foreach (var customers in day.ReadAsync(stop.Token).ConfigureAwait(false))
                {
                    foreach (var customer in customers)
                    {
                        if (customer.Created is not null || customer.Id == 0 || (undated.Add(customer.Id) && !undatedBefore.Contains(customer.Id)))
                            yield return customer;
                    }
                }

                ahead.Dequeue();
                (undatedBefore, undated) = (undated, undatedBefore);
                undated.Clear();
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
}
