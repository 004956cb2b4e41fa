using System.Globalization;

namespace Kapture;

/// <summary>
/// Fetches one day, page by page, ahead of who reads it. A page is asked for only where there is room for it; once asked for,
/// it is read to its end as fast as it comes. Where lanes are idle, pages are asked for side by side.
/// </summary>
internal sealed class DayFetch
{
    private const int MostPagesAlike = 64;

    private readonly KaptureClient _client;
    private readonly DateRange _range;
    private readonly CustomerPull _pull;
    private readonly CallOptions _options;
    private readonly int _index;
    private readonly PullPace _pace;
    private readonly DayBuffer _buffer;
    private readonly KnownCustomers _known;
    private bool _hasLane;

    /// <summary>Prepares a day.</summary>
    /// <param name="index">Which day of the pull it is, counted from 0.</param>
    /// <param name="day">The day.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="range">What belongs to the range.</param>
    /// <param name="pull">How it is asked for.</param>
    /// <param name="options">Who listens.</param>
    /// <param name="pace">What the days share.</param>
    public DayFetch(int index, DateTime day, KaptureClient client, DateRange range, CustomerPull pull, CallOptions options, PullPace pace)
    {
        Day = day;
        _client = client;
        _range = range;
        _pull = pull;
        _options = options;
        _index = index;
        _pace = pace;

        _known = pace.RentKnown();

        // Who changes what he is given may make it leave the filter, and all pages behind it would move up.
        _buffer = new DayBuffer(index, pace.Room, pull.PageSize, isWhole: pull.Filter.IsSet, client.Options.Time);
    }

    /// <summary>The day.</summary>
    public DateTime Day { get; }

    /// <summary>The customers of the day, as they come together.</summary>
    /// <exception cref="KaptureException">The fetching failed; all that came before has been given.</exception>
    public IAsyncEnumerable<List<Customer>> ReadAsync(CancellationToken cancellationToken) => _buffer.ReadAsync(cancellationToken);

    /// <summary>Fetches the day.</summary>
    /// <returns>Ends when nothing of it is under way any more; never fails.</returns>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        // In line before the days that are started after it; but fetched on another thread than the reader's, who has the first day to wait for.
        var entering = _pace.Lanes.EnterAsync(_index, cancellationToken);
        return Task.Run(() => RunAsync(entering, cancellationToken), CancellationToken.None);
    }

    private async Task RunAsync(Task entering, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await entering.ConfigureAwait(false);
            _hasLane = true;
            await FetchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KaptureException e)
        {
            var text = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            failure = e.WithNote($"All days before {text} have come, and of that day perhaps a part. To go on, ask again with -StartDate {text}.", e.Attempts, Day);
        }
        catch (Exception e)
        {
            failure = e;
        }

        if (failure is not null)
            _pace.Lanes.EndAt(_index);
        LeaveLane();
        _pace.Return(_known);

        // The reader throws it where the stream stands.
        _buffer.Complete(failure);
    }

    // Nobody is added to a day that is over; the day after it may be in the answers too. Pages of a day that still grows are
    // asked for one after the other: side by side, one could miss what moves from it to the next.
    private bool IsSettled => Day.AddDays(2) <= TimeZoneInfo.ConvertTime(_client.Options.Time.GetUtcNow(), _range.Zone).DateTime;

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        if (!_client.Dialect.PullsByPage)
        {
            await FetchPageAsync(0, cancellationToken).ConfigureAwait(false);
            return;
        }

        var steps = new PageSteps(_pull.PageSize, IsSettled ? _pace.Lanes.Count : 1, _pace.Habit);
        var alike = 0;
        while (!steps.IsEnd)
        {
            var known = _known.Count;
            var distinct = _known.Distinct;
            var isBeyondAll = steps.Offset >= known;
            var counts = await FetchPagesAsync(steps, cancellationToken).ConfigureAwait(false);
            steps.Take(counts, _known.HaveMoved);
            if (isBeyondAll && _known.Count == known && !steps.IsEnd && !await HasNewsBeforeAsync(steps.Offset, cancellationToken).ConfigureAwait(false))
                break;
            alike = _known.Distinct == distinct ? alike + counts.Length : 0;
            if (alike >= MostPagesAlike)
                throw NeverEnding();
        }

        _pace.Habit = steps.Habit;
    }

    // Without ids nobody can tell a page that comes again from one of others who look the same; but the pull has to end.
    private static KaptureException NeverEnding() => new(KaptureErrorId.UnexpectedResponse,
        $"The service gave {MostPagesAlike} pages in succession whose customers have no id and are like those before them: it seems to give the same page over and over. Ask with a -PageSize that holds the whole day.");

    // Behind all that have come, a page without news is the end where the service gives the same page over and over. Else others
    // have been added before it: they are on the pages before it, or, if they came while those were read, on the first.
    private async Task<bool> HasNewsBeforeAsync(int end, CancellationToken cancellationToken)
    {
        var known = _known.Count;
        for (int offset = 0, count = 1; offset < end && count > 0; offset += count)
            count = await FetchPageAsync(offset, cancellationToken).ConfigureAwait(false);
        if (_known.Count == known)
            await FetchPageAsync(0, cancellationToken).ConfigureAwait(false);
        return _known.Count > known;
    }

    /// <summary>Fetches the next page, and those behind it that there are lanes and room for.</summary>
    /// <returns>How many customers each held.</returns>
    private async Task<int[]> FetchPagesAsync(PageSteps steps, CancellationToken cancellationToken)
    {
        if (steps.Width == 1)
            return [await FetchPageAsync(steps.Offset, cancellationToken).ConfigureAwait(false)];

        await EnterRoomAsync(cancellationToken).ConfigureAwait(false);
        var fetching = new List<Task<int>> { ReadPageAsync(steps.Offset, cancellationToken) };
        while (fetching.Count < steps.Width && TryEnterBoth())
            fetching.Add(FetchAheadAsync(steps.OffsetOf(fetching.Count), cancellationToken));
        return await Task.WhenAll(fetching).ConfigureAwait(false);
    }

    private async Task<int> FetchPageAsync(int offset, CancellationToken cancellationToken)
    {
        await EnterRoomAsync(cancellationToken).ConfigureAwait(false);
        return await ReadPageAsync(offset, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> FetchAheadAsync(int offset, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(offset, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _pace.Lanes.Leave();
        }
    }

    private async Task<int> ReadPageAsync(int offset, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var page = _buffer.Add();
        var asked = new CustomerPage(_pull.AccountId, Day, _pull.Filter, _pull.PageSize, offset);
        return await _client.StreamCustomerPageAsync(asked, customers => HandOn(customers, offset, page), _options, cancellationToken).ConfigureAwait(false);
    }

    private void HandOn(List<Customer> customers, int offset, DayPage page)
    {
        _known.RemoveFrom(customers, offset);
        customers.RemoveAll(customer => !IsOfTheDay(customer));
        page.Add(customers);
    }

    private bool IsOfTheDay(Customer customer) =>
        customer.Created is not { } created || (created.Date == Day && _range.Contains(created));

    private bool TryEnterBoth()
    {
        if (!_pace.Lanes.TryEnter(_index))
            return false;
        if (_buffer.TryEnter())
            return true;
        _pace.Lanes.Leave();
        return false;
    }

    private async Task EnterRoomAsync(CancellationToken cancellationToken)
    {
        if (_buffer.TryEnter())
            return;

        // Who waits for room lets others have the lane: the day that is read, above all.
        LeaveLane();
        await _buffer.EnterAsync(cancellationToken).ConfigureAwait(false);
        await EnterLaneAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task EnterLaneAsync(CancellationToken cancellationToken)
    {
        await _pace.Lanes.EnterAsync(_index, cancellationToken).ConfigureAwait(false);
        _hasLane = true;
    }

    private void LeaveLane()
    {
        if (_hasLane)
            _pace.Lanes.Leave();
        _hasLane = false;
    }
}
