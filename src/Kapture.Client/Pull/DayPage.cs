using System.Threading.Channels;

namespace Kapture;

/// <summary>A page on its way to the reader.</summary>
/// <param name="end">Told at its end how many customers the reader was given. It may be short, or longer than it was asked to be.</param>
internal sealed class DayPage(Action<int> end) : IDisposable
{
    private readonly Channel<List<Customer>> _customers =
        Channel.CreateUnbounded<List<Customer>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private int _count;

    public ChannelReader<List<Customer>> Reader => _customers.Reader;

    /// <summary>Puts customers before the reader; the list is his from then on.</summary>
    public void Add(List<Customer> customers)
    {
        if (customers.Count == 0)
            return;
        _count += customers.Count;
        _customers.Writer.TryWrite(customers);
    }

    public void Dispose()
    {
        end(_count);
        _customers.Writer.Complete();
    }
}
