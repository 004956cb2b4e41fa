using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Kapture;

/// <summary>
/// A range, asked day by day: some days ahead at once, the answers in the order of the days, every customer once.
/// The documents disagree whether the end date belongs to the range; whichever is true, only what a customer's own
/// time of creation puts into the day is taken from that day.
/// </summary>
internal sealed class DayByDayPull(KaptureClient client, DateRange range, CustomerPull pull, CallOptions options)
{
    public async IAsyncEnumerable<Customer> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var days = range.Days().GetEnumerator();
        var ahead = new Queue<(ChannelReader<Customer> Customers, Task Fetching)>();
        var undated = new HashSet<long>();
        try
        {
            while (true)
            {
                while (ahead.Count < pull.DaysAhead && days.MoveNext())
                    ahead.Enqueue(Start(days.Current, stop.Token));
                if (ahead.Count == 0)
                    yield break;

                var (customers, _) = ahead.Peek();
                while (await customers.WaitToReadAsync(stop.Token).ConfigureAwait(false))
                {
                    while (customers.TryRead(out var customer))
                    {
                        // Without a readable date it is in the answers of two days; it still comes once.
                        if (customer.Created is not null || undated.Add(customer.Id))
                            yield return customer;
                    }
                }

                ahead.Dequeue();
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var (_, fetching) in ahead)
                await fetching.ConfigureAwait(false);
        }
    }

    private (ChannelReader<Customer> Customers, Task Fetching) Start(DateTime day, CancellationToken cancellationToken)
    {
        // Two pages a day are in memory at the most, however large the day is.
        var channel = Channel.CreateBounded<Customer>(new BoundedChannelOptions(pull.PageSize) { SingleReader = true, SingleWriter = true });
        return (channel.Reader, FetchAsync(day, channel.Writer, cancellationToken));
    }

    private async Task FetchAsync(DateTime day, ChannelWriter<Customer> writer, CancellationToken cancellationToken)
    {
        try
        {
            var seen = new HashSet<long>();
            for (var offset = 0; ;)
            {
                var page = new CustomerPage(pull.AccountId, day, pull.Filter, pull.PageSize, offset);
                var answer = await client.GetCustomerPageAsync(page, options, cancellationToken).ConfigureAwait(false);
                foreach (var field in answer.UnreadableFields)
                    pull.OnUnreadable?.Invoke(field);

                // A short page proves nothing: the service may cap it. A page with nothing new does.
                var isNew = false;
                foreach (var customer in answer.Customers)
                {
                    if (!seen.Add(customer.Id))
                        continue;
                    isNew = true;
                    if (BelongsTo(day, customer))
                        await writer.WriteAsync(customer, cancellationToken).ConfigureAwait(false);
                }

                if (!isNew)
                    break;
                offset += answer.Customers.Count;
            }

            writer.Complete();
        }
        catch (Exception e)
        {
            // Handed to the reader, who throws it where the stream stands.
            writer.Complete(e);
        }
    }

    private bool BelongsTo(DateTime day, Customer customer) =>
        customer.Created is not { } created || (created.Date == day && range.Contains(created));
}
