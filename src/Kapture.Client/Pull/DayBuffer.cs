using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Kapture;

/// <summary>What has been fetched of a day and waits to be read: pages in their order, and in each its customers as they come.</summary>
/// <param name="index">Which day of the pull it is, counted from 0.</param>
/// <param name="room">How much may wait, of all days.</param>
/// <param name="pageSize">The most customers that a page is asked to hold.</param>
/// <param name="isWhole">Whether nothing is given before all has come, however much it is.</param>
/// <param name="time">The clock.</param>
internal sealed class DayBuffer(int index, PullRoom room, int pageSize, bool isWhole, TimeProvider time)
{
    private readonly Channel<ChannelReader<List<Customer>>> _pages =
        Channel.CreateUnbounded<ChannelReader<List<Customer>>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource<bool> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes room for a page; waits for it.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => isWhole ? Task.CompletedTask : room.EnterAsync(index, pageSize, cancellationToken);

    /// <summary>Takes room for a page, if there is any.</summary>
    public bool TryEnter() => isWhole || room.TryEnter(index, pageSize);

    /// <summary>Puts the next page before the reader; there is room for it.</summary>
    public DayPage Add()
    {
        var page = new DayPage(count => Leave(pageSize - count));
        _pages.Writer.TryWrite(page.Reader);
        return page;
    }

    /// <summary>Says that all pages have come, or why no more will.</summary>
    public void Complete(Exception? failure)
    {
        _pages.Writer.Complete(failure);
        _completed.TrySetResult(true);
    }

    /// <summary>The customers, as they came together.</summary>
    /// <exception cref="KaptureException">The fetching failed; all that came before has been given.</exception>
    public async IAsyncEnumerable<List<Customer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        room.Read(index);
        if (isWhole)
            await _completed.Task.ConfigureAwait(false);
        while (await WaitAsync(_pages.Reader.WaitToReadAsync(cancellationToken)).ConfigureAwait(false))
        {
            while (_pages.Reader.TryRead(out var page))
            {
                while (await WaitAsync(page.WaitToReadAsync(cancellationToken)).ConfigureAwait(false))
                {
                    while (page.TryRead(out var customers))
                    {
                        Leave(customers.Count);
                        yield return customers;
                    }
                }
            }
        }
    }

    private async ValueTask<bool> WaitAsync(ValueTask<bool> more)
    {
        if (more.IsCompleted)
            return await more.ConfigureAwait(false);
        var started = time.GetTimestamp();
        var hasMore = await more.ConfigureAwait(false);
        room.Waited(time.GetElapsedTime(started));
        return hasMore;
    }

    private void Leave(int customers)
    {
        if (!isWhole)
            room.Leave(index, customers);
    }
}
