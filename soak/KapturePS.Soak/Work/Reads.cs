using Kapture;
using KapturePS.Soak.World;

namespace KapturePS.Soak.Work;

/// <summary>Look-ups and pulls, each of which has to bring what is there and nothing else.</summary>
internal sealed class Reads(Tenant tenant, Random random, int throttle, Action<string> found)
{
    private const int Absent = 10;
    private const int MostPulls = 8;

    /// <summary>How many look-ups and pulls there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many pulls ended early, as a fault made them.</summary>
    public long Broken { get; private set; }

    /// <summary>Looks customers up by all that the dialect finds them by, and some who are not there.</summary>
    public void LookUp(IReadOnlyList<TrueCustomer> customers, int count)
    {
        using var run = new BulkRun(throttle, tenant.Client.Options.Time);
        for (var i = 1; i <= count && run.EndedBy is null; i++)
        {
            while (!run.HasRoom && run.Take(out var outcome, CancellationToken.None))
                Check(outcome);
            if (run.EndedBy is not null)
                break;
            var asked = random.Next(Absent) == 0 ? null : customers[random.Next(customers.Count)];
            run.Add(new LookUpRow(i, asked, tenant.Client, KeyOf(asked), new CallOptions { Row = i }));
            Count++;
        }

        while (run.Take(out var outcome, CancellationToken.None))
            Check(outcome);
    }

    /// <summary>Pulls a range of days, again where it breaks off, until it comes to its end.</summary>
    public async Task PullAsync(DateTime first, DateTime? last, IReadOnlyCollection<long> there, bool isAll)
    {
        for (var attempt = 0; attempt < MostPulls; attempt++)
        {
            Count++;
            var seen = new HashSet<long>();
            try
            {
                var now = tenant.Client.Options.Time.GetUtcNow();
                var range = DateRange.Create(first, last, tenant.Client.Options.TimeZone, now);
                var pull = new CustomerPull(tenant.Client.Options.AccountId, new CustomerFilter(), random.Next(10, 120), random.Next(1, 6));
                await foreach (var customer in tenant.Client.GetCustomersAsync(range, pull).ConfigureAwait(false))
                {
                    if (!seen.Add(customer.Id))
                        found($"a pull gave customer {customer.Id} twice");
                }
            }
            catch (KaptureException)
            {
                Broken++;
                continue;
            }

            foreach (var missing in there.Where(id => !seen.Contains(id)))
                found($"a pull missed customer {missing}");
            foreach (var surplus in seen.Where(id => isAll && !there.Contains(id)))
                found($"a pull gave customer {surplus}, who is not there");
            return;
        }
    }

    private CustomerKey KeyOf(TrueCustomer? asked)
    {
        if (asked is null)
            return CustomerKey.ById(1 + random.Next(1000));
        var name = asked.Name;
        return tenant.Kind.Dialect == Dialect.V1 && name[0] == 'U' && random.Next(2) == 0 ? CustomerKey.ByPhone(name[2..]) : CustomerKey.ById(asked.Id);
    }

    private void Check(BulkOutcome outcome)
    {
        var asked = (TrueCustomer?)outcome.Target;
        if (outcome.Result is Customer customer && customer.Id != asked?.Id)
            found($"a look-up of {asked?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nobody"} gave customer {customer.Id}");
        if (asked is not null && outcome.Failure is { ErrorId: KaptureErrorId.CustomerNotFound } failure)
            found($"a look-up did not find customer {asked.Id}: {failure.Message}");
    }
}
