using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Kapture;

/// <summary>
/// Fetches one day, page by page, ahead of who reads it. A page is asked for only while little enough waits to be read; once
/// asked for, it is read to its end as fast as it comes.
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
    private readonly Channel<ChannelReader<List<Customer>>> _pages;
    private readonly HashSet<long> _seen = [];

    public DayFetch(DateTime day, KaptureClient client, DateRange range, CustomerPull pull, CallOptions options)
    {
        Day = day;
        _client = client;
        _range = range;
        _pull = pull;
        _options = options;
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
            var offset = 0;
            for (var withoutNews = 0; withoutNews < PagesWithoutNews;)
            {
                var known = _seen.Count;
                var count = await FetchPageAsync(offset, cancellationToken).ConfigureAwait(false);

                // A short page proves nothing: the service may cap it.
                if (count == 0)
                    break;
                offset += count;
                withoutNews = _seen.Count > known ? 0 : withoutNews + 1;
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

    private async Task<int> FetchPageAsync(int offset, CancellationToken cancellationToken)
    {
        var customers = Channel.CreateUnbounded<List<Customer>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        await _pages.Writer.WriteAsync(customers.Reader, cancellationToken).ConfigureAwait(false);
        try
        {
            var page = new CustomerPage(_pull.AccountId, Day, _pull.Filter, _pull.PageSize, offset);
            return await _client.StreamCustomerPageAsync(page, came => HandOn(came, customers.Writer), _options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            customers.Writer.Complete();
        }
    }

    private void HandOn(List<Customer> customers, ChannelWriter<List<Customer>> reader)
    {
        customers.RemoveAll(customer => !IsNew(customer) || !IsOfTheDay(customer));
        if (customers.Count > 0)
            reader.TryWrite(customers);
    }

    // Without an id nobody can tell whether it has come before: better twice than not at all.
    private bool IsNew(Customer customer) => customer.Id == 0 || _seen.Add(customer.Id);

    private bool IsOfTheDay(Customer customer) =>
        customer.Created is not { } created || (created.Date == Day && _range.Contains(created));
}
