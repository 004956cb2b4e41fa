using Kapture;

namespace BulkImport;

/// <summary>What became of one item: a result, or the error that says why there is none.</summary>
/// <param name="Item">The item.</param>
/// <param name="Result">The result; <see langword="null"/> where it failed.</param>
/// <param name="Error">The error; <see langword="null"/> where it did not.</param>
internal sealed record Outcome<T>(T Item, WriteResult? Result, KaptureException? Error);

/// <summary>Writes many items, so many at once, and streams what became of them in their order.</summary>
internal static class Bulk
{
    public static IEnumerable<Outcome<T>> Write<T>(
        IEnumerable<T> items, int throttle, Func<T, CancellationToken, Task<WriteResult>> write, CancellationToken cancellationToken)
    {
        using var window = new OrderedWindow<T, Outcome<T>>(throttle, (item, stop) => TryAsync(item, write, stop));
        foreach (var item in items)
        {
            while (!window.HasRoom)
                yield return window.Take(cancellationToken);
            window.Add(item);
            while (window.TryTake(out var ready))
                yield return ready;
        }

        while (window.Count > 0)
            yield return window.Take(cancellationToken);
    }

    // A bad row is a result like any other. What would fail every row ends the run.
    private static async Task<Outcome<T>> TryAsync<T>(T item, Func<T, CancellationToken, Task<WriteResult>> write, CancellationToken cancellationToken)
    {
        try
        {
            return new Outcome<T>(item, await write(item, cancellationToken).ConfigureAwait(false), null);
        }
        catch (KaptureException e) when (e.ErrorId != KaptureErrorId.AuthenticationFailed && !e.IsUnreachable)
        {
            return new Outcome<T>(item, null, e);
        }
    }
}
