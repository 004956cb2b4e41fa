using Kapture;

namespace BulkImport;

/// <summary>Writes many items, so many at once, and streams what became of them in their order.</summary>
internal static class Bulk
{
    /// <param name="writer">Writes.</param>
    /// <param name="items">What comes in, numbered from 1.</param>
    /// <param name="ask">What an item asks for. A <see cref="KaptureException"/> is the item's own failure.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    /// <returns>An outcome an item, whose target is the item.</returns>
    /// <exception cref="KaptureException">All that follows would fail alike: the key is refused, or nobody answers.</exception>
    public static IEnumerable<BulkOutcome> Write<T>(BulkWriter writer, IEnumerable<T> items, Func<int, T, BulkRow> ask, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var item in items)
        {
            while (!writer.HasRoom && writer.Take(out var outcome, cancellationToken))
                yield return outcome;
            if (writer.EndedBy is not null)
                break;
            Add(++number, item);
            while (writer.TryTake(out var ready))
                yield return ready;
        }

        while (writer.Take(out var outcome, cancellationToken))
            yield return outcome;
        if (writer.EndedBy is { } end)
            throw end.Failure!;

        void Add(int row, T item)
        {
            try
            {
                writer.Add(ask(row, item));
            }
            catch (KaptureException e)
            {
                e.Row = row;
                writer.AddFinished(new BulkOutcome(row, item, null, e));
            }
        }
    }
}
