using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Kapture;

/// <summary>
/// Fetches one day, page by page, ahead of who reads it. A page is asked for only while little enough waits to be read; once
/// asked for, it is read to its end as fast as it comes. Where lanes are idle, pages are asked for side by side.
/// </summary>
internal sealed class DayFetch
{
    // Together the days ahead keep no more than this waiting, and a page each: some megabytes.
    private const int CustomersAhead = 8192;

    // What is added while the pages are read may push a whole page of known customers in between; twice in a row it is the end.
    private const int PagesWithoutNews = 2;

    private readonly KaptureClient _client;
    private readonly DateRange _range;
    private readonly CustomerPull _pull;
    private readonly CallOptions _options;
    private readonly SemaphoreSlim _lanes;
    private readonly Channel<ChannelReader<List<Customer>>> _pages;
    private readonly KnownCustomers _known = new();

    /// <summary>Prepares a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="range">What belongs to the range.</param>
    /// <param name="pull">How it is asked for.</param>
    /// <param name="options">Who listens.</param>
    /// <param name="lanes">How many requests may be in flight, of all days together.</param>
    public DayFetch(DateTime day, KaptureClient client, DateRange range, CustomerPull pull, CallOptions options, SemaphoreSlim lanes)
    {
        Day = day;
        _client = client;
        _range = range;
        _pull = pull;
        _options = options;
        _lanes = lanes;
        var pagesAhead = Math.Max(1, CustomersAhead / pull.PageSize / pull.DaysAhead);
        _pages = Channel.CreateBounded<ChannelReader<List<Customer>>>(new BoundedChannelOptions(pagesAhead) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>The day.</summary>
    public DateTime Day { get; }

    /// <summary>The customers of the day, as they come together.</summary>
    /// <exception cref="KaptureException">The fetching failed; all that came before has been given.</exception>
    public async IAsyncEnumerable<List<Customer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await HasMoreAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_pages.Reader.TryRead(out var page))
            {
                while (await page.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    while (page.TryRead(out var customers))
                        yield return customers;
                }
            }
        }
    }

    /// <summary>Fetches the day; never fails itself.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lanes.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await FetchAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _lanes.Release();
            }

            _pages.Writer.Complete();
        }
        catch (Exception e)
        {
            // Handed to the reader, who throws it where the stream stands.
            _pages.Writer.Complete(e);
        }
    }

    private async ValueTask<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _pages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KaptureException e)
        {
            var day = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            throw e.WithNote($"All days before {day} have come, and of that day perhaps a part. To go on, ask again with -StartDate {day}.", e.Attempts, Day);
        }
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        var steps = new PageSteps(_pull.PageSize, IsSettled ? _pull.DaysAhead : 1);
        for (var withoutNews = 0; !steps.IsEnd && withoutNews < PagesWithoutNews;)
        {
            var isBeyond = steps.IsBeyondAll;
            var known = _known.Count;
            var counts = await FetchPagesAsync(steps, cancellationToken).ConfigureAwait(false);
            steps.Take(counts, _known.HaveMoved);
            withoutNews = isBeyond && _known.Count == known ? withoutNews + 1 : 0;
        }
    }

    /// <summary>Fetches the next page, and those behind it that there are lanes and room for.</summary>
    /// <returns>How many customers each held.</returns>
    private async Task<int[]> FetchPagesAsync(PageSteps steps, CancellationToken cancellationToken)
    {
        var first = NewPage();
        await _pages.Writer.WriteAsync(first.Reader, cancellationToken).ConfigureAwait(false);
        if (steps.Width == 1)
            return [await FetchPageAsync(steps.Offset, first, cancellationToken).ConfigureAwait(false)];

        var fetching = new List<Task<int>> { FetchPageAsync(steps.Offset, first, cancellationToken) };
        while (fetching.Count < steps.Width && _lanes.Wait(0, CancellationToken.None))
        {
            var page = NewPage();
            if (!_pages.Writer.TryWrite(page.Reader))
            {
                _lanes.Release();
                break;
            }

            fetching.Add(FetchAheadAsync(steps.OffsetOf(fetching.Count), page, cancellationToken));
        }

        return await Task.WhenAll(fetching).ConfigureAwait(false);
    }

    private async Task<int> FetchAheadAsync(int offset, Channel<List<Customer>> customers, CancellationToken cancellationToken)
    {
        try
        {
            return await FetchPageAsync(offset, customers, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lanes.Release();
        }
    }

    private async Task<int> FetchPageAsync(int offset, Channel<List<Customer>> customers, CancellationToken cancellationToken)
    {
        try
        {
            var page = new CustomerPage(_pull.AccountId, Day, _pull.Filter, _pull.PageSize, offset);
            return await _client.StreamCustomerPageAsync(page, came => HandOn(came, offset, customers.Writer), _options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            customers.Writer.Complete();
        }
    }

    private static Channel<List<Customer>> NewPage() =>
        Channel.CreateUnbounded<List<Customer>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private void HandOn(List<Customer> customers, int offset, ChannelWriter<List<Customer>> reader)
    {
        _known.RemoveFrom(customers, offset);
        customers.RemoveAll(customer => !IsOfTheDay(customer));
        if (customers.Count > 0)
            reader.TryWrite(customers);
    }

    private bool IsOfTheDay(Customer customer) =>
        customer.Created is not { } created || (created.Date == Day && _range.Contains(created));

    // Nobody is added to a day that is over; the day after it may be in the answers too. Pages of a day that still grows are
    // asked for one after the other: side by side, one could miss what moves from it to the next.
    private bool IsSettled => Day.AddDays(2) <= TimeZoneInfo.ConvertTime(_client.Options.Time.GetUtcNow(), _range.Zone).DateTime;
}
