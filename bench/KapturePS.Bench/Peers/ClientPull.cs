using Kapture;

namespace KapturePS.Bench;

/// <summary>Ours: the client's stream of a range of dates, counted.</summary>
internal sealed class ClientPull(Uri baseUri) : IDisposable
{
    // What a caller gets who says nothing of pages and days.
    private static readonly CustomerPull _pull = new(Service.AccountId, new CustomerFilter());

    private readonly KaptureClient _client = new(new KaptureClientOptions(baseUri, KaptureCredential.FromToken(Service.Token)) { UseProxy = false });

    /// <summary>How many days it asks for at once.</summary>
    public static int DaysAtOnce => _pull.DaysAhead;

    /// <summary>Pulls the customers of some days.</summary>
    /// <param name="days">The days.</param>
    /// <param name="ids">Takes the id of each customer, where it is wanted.</param>
    /// <exception cref="BenchException">They are more or fewer, or one came twice.</exception>
    public async Task CountAsync(SeededDays days, HashSet<long>? ids = null)
    {
        var range = DateRange.Create(days.First, days.Last, KaptureTimeZone.India, DateTimeOffset.UtcNow);
        var customers = 0;
        await foreach (var customer in _client.GetCustomersAsync(range, _pull).ConfigureAwait(false))
        {
            customers++;
            if (ids?.Add(customer.Id) == false)
                throw new BenchException($"The client pulled customer {customer.Id} twice.");
        }

        if (customers != days.Customers)
            throw new BenchException($"The client pulled {customers} customers of {days.Customers}.");
    }

    public void Dispose() => _client.Dispose();
}
