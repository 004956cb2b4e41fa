using Kapture;

namespace KapturePS.Bench;

/// <summary>Ours: the client's way of writing many rows, from fields to results in the order of the rows.</summary>
internal sealed class ClientPeer(Uri baseUri) : IDisposable
{
    private readonly KaptureClient _client = new(new KaptureClientOptions(baseUri, KaptureCredential.FromToken(Service.Token)) { UseProxy = false });

    /// <summary>Adds all customers.</summary>
    /// <exception cref="KaptureException">A row failed.</exception>
    public void AddAll(CustomerFields[] rows)
    {
        using var writer = new BulkWriter(_client, new BulkOptions { ThrottleLimit = Service.Concurrency });
        var last = 0;
        for (var n = 0; n < rows.Length; n++)
        {
            while (!writer.HasRoom && writer.Take(out var outcome, CancellationToken.None))
                Check(outcome, ref last);
            writer.Add(BulkRow.Add(n + 1, rows[n]));
            while (writer.TryTake(out var ready))
                Check(ready, ref last);
        }

        while (writer.Take(out var outcome, CancellationToken.None))
            Check(outcome, ref last);
    }

    public void Dispose() => _client.Dispose();

    private static void Check(BulkOutcome outcome, ref int last)
    {
        if (outcome.Failure is { } failure)
            throw failure;
        if (outcome.Row != ++last || outcome.Result is not WriteResult { Action: WriteAction.Added })
            throw new BenchException($"Row {last} came back as row {outcome.Row}: {outcome.Result}.");
    }
}
