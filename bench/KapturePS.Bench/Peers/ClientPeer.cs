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
        using var window = new OrderedWindow<int, WriteResult>(Service.Concurrency, (n, stop) => _client.AddCustomerAsync(rows[n], new CallOptions { Row = n + 1 }, stop));
        var last = 0;
        for (var n = 0; n < rows.Length; n++)
        {
            while (!window.HasRoom)
                Check(window.Take(CancellationToken.None), ref last);
            window.Add(n);
            while (window.TryTake(out var ready))
                Check(ready, ref last);
        }

        while (window.Count > 0)
            Check(window.Take(CancellationToken.None), ref last);
    }

    public void Dispose() => _client.Dispose();

    private static void Check(WriteResult result, ref int last)
    {
        if (result.Row != ++last || result.Action != WriteAction.Added)
            throw new BenchException($"Row {last} came back as row {result.Row}, {result.Action}.");
    }
}
