using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Kapture;

/// <summary>
/// Fetches one day, page by page, ahead of who reads it. A page is asked for only where there is room for it; once asked for,
/// it is read to its end as fast as it comes. Where lanes are idle, pages are asked for side by side.
/// </summary>
/// <param name="index">Which day of the pull it is, counted from 0.</param>
/// <param name="day">The day.</param>
/// <param name="client">Who asks.</param>
/// <param name="range">What belongs to the range.</param>
/// <param name="pull">How it is asked for.</param>
/// <param name="options">Who listens.</param>
/// <param name="lanes">What the days share.</param>
internal sealed class DayFetch(int index, DateTime day, KaptureClient client, DateRange range, CustomerPull pull, CallOptions options, PullLanes lanes)
{
    // What is added while the pages are read may push a whole page of known customers in between; twice in a row it is the end.
    private const int PagesWithoutNews = 2;

    // A reader who waits longer than this waits for the network, and not for the machine.
    private static readonly TimeSpan _longWait = TimeSpan.FromMilliseconds(10);

    private readonly Channel<ChannelReader<List<Customer>>> _pages =
        Channel.CreateUnbounded<ChannelReader<List<Customer>>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly KnownCustomers _known = new();
    private bool _hasLane;

    /// <summary>The day.</summary>
    public DateTime Day => day;

    /// <summary>The customers of the day, as they come together.</summary>
    /// <exception cref="KaptureException">The fetching failed; all that came before has been given.</exception>
    public async IAsyncEnumerable<List<Customer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lanes.Room.Read(index);
        while (await HasMoreAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_pages.Reader.TryRead(out var page))
            {
                while (await WaitAsync(page.WaitToReadAsync(cancellationToken)).ConfigureAwait(false))
                {
                    while (page.TryRead(out var customers))
                    {
                        lanes.Room.Leave(index, customers.Count);
                        yield return customers;
                    }
                }
            }
        }
    }

    /// <summary>Fetches the day; never fails itself.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await EnterLaneAsync(cancellationToken).ConfigureAwait(false);
                await FetchAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                LeaveLane();
            }

            _pages.Writer.Complete();
        }
        catch (Exception e)
        {
            // Handed to the reader, who throws it where the stream stands.
            _pages.Writer.Complete(e);
        }
    }

    // Nobody is added to a day that is over; the day after it may be in the answers too. Pages of a day that still grows are
    // asked for one after the other: side by side, one could miss what moves from it to the next.
    private bool IsSettled => day.AddDays(2) <= TimeZoneInfo.ConvertTime(client.Options.Time.GetUtcNow(), range.Zone).DateTime;

    private async ValueTask<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WaitAsync(_pages.Reader.WaitToReadAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (KaptureException e)
        {
            var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            throw e.WithNote($"All days before {text} have come, and of that day perhaps a part. To go on, ask again with -StartDate {text}.", e.Attempts, day);
        }
    }

    private async ValueTask<bool> WaitAsync(ValueTask<bool> more)
    {
        if (more.IsCompleted)
            return await more.ConfigureAwait(false);
        var time = client.Options.Time;
        var started = time.GetTimestamp();
        var hasMore = await more.ConfigureAwait(false);
        if (time.GetElapsedTime(started) > _longWait)
            lanes.Room.Widen();
        return hasMore;
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        var steps = new PageSteps(pull.PageSize, IsSettled ? lanes.Count : 1, lanes.Habit);
        for (var withoutNews = 0; !steps.IsEnd && withoutNews < PagesWithoutNews;)
        {
            var isBeyond = steps.IsBeyondAll;
            var known = _known.Count;
            var counts = await FetchPagesAsync(steps, cancellationToken).ConfigureAwait(false);
            steps.Take(counts, _known.HaveMoved);
            withoutNews = isBeyond && _known.Count == known ? withoutNews + 1 : 0;
        }

        lanes.Habit = steps.Habit;
    }

    /// <summary>Fetches the next page, and those behind it that there are lanes and room for.</summary>
    /// <returns>How many customers each held.</returns>
    private async Task<int[]> FetchPagesAsync(PageSteps steps, CancellationToken cancellationToken)
    {
        if (!lanes.Room.TryEnter(index, pull.PageSize))
        {
            // Who waits for room lets others have the lane: the day that is read, above all.
            LeaveLane();
            await lanes.Room.EnterAsync(index, pull.PageSize, cancellationToken).ConfigureAwait(false);
            await EnterLaneAsync(cancellationToken).ConfigureAwait(false);
        }

        var first = FetchPageAsync(steps.Offset, cancellationToken);
        if (steps.Width == 1)
            return [await first.ConfigureAwait(false)];

        var fetching = new List<Task<int>> { first };
        while (fetching.Count < steps.Width && lanes.TryEnter())
        {
            if (!lanes.Room.TryEnter(index, pull.PageSize))
            {
                lanes.Leave();
                break;
            }

            fetching.Add(FetchAheadAsync(steps.OffsetOf(fetching.Count), cancellationToken));
        }

        return await Task.WhenAll(fetching).ConfigureAwait(false);
    }

    private async Task<int> FetchAheadAsync(int offset, CancellationToken cancellationToken)
    {
        try
        {
            return await FetchPageAsync(offset, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lanes.Leave();
        }
    }

    private async Task<int> FetchPageAsync(int offset, CancellationToken cancellationToken)
    {
        var customers = Channel.CreateUnbounded<List<Customer>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        _pages.Writer.TryWrite(customers.Reader);
        var left = pull.PageSize;
        try
        {
            var page = new CustomerPage(pull.AccountId, day, pull.Filter, pull.PageSize, offset);
            return await client.StreamCustomerPageAsync(page, came => left -= HandOn(came, offset, customers.Writer), options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // What came waits to be read, and leaves its room then; a page may be short, or longer than it was asked to be.
            lanes.Room.Leave(index, left);
            customers.Writer.Complete();
        }
    }

    private int HandOn(List<Customer> customers, int offset, ChannelWriter<List<Customer>> reader)
    {
        _known.RemoveFrom(customers, offset);
        customers.RemoveAll(customer => !IsOfTheDay(customer));

        // The reader may have it at once, and it is his then.
        var count = customers.Count;
        if (count > 0)
            reader.TryWrite(customers);
        return count;
    }

    private bool IsOfTheDay(Customer customer) =>
        customer.Created is not { } created || (created.Date == day && range.Contains(created));

    private async Task EnterLaneAsync(CancellationToken cancellationToken)
    {
        await lanes.EnterAsync(cancellationToken).ConfigureAwait(false);
        _hasLane = true;
    }

    private void LeaveLane()
    {
        if (_hasLane)
            lanes.Leave();
        _hasLane = false;
    }
}
