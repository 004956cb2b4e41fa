using Kapture;
using KapturePS.Soak.World;

namespace KapturePS.Soak.Work;

/// <summary>
/// A life of one tenant: customers are added, upserted, changed and given contacts, by runs that die and go on; then
/// looked up and pulled; then the books are compared.
/// </summary>
/// <param name="number">The number of the epoch, counted from 1: with the seed it says everything.</param>
/// <param name="seed">The seed.</param>
/// <param name="size">How large it is: about so many operations.</param>
/// <param name="throttle">How many rows at once; <see langword="null"/> for any.</param>
/// <param name="scratch">Where journals go.</param>
internal sealed class Epoch(int number, int seed, int size, int? throttle, string scratch)
{
    private static readonly double[] _faultRates = [0, 0.01, 0.03, 0.08, 0.2];

    private readonly List<string> _found = [];

    /// <summary>How many operations it came to.</summary>
    public long Operations { get; private set; }

    /// <summary>How often a process died.</summary>
    public int Crashes { get; private set; }

    /// <summary>How many rows there were, and what was said of them in the end.</summary>
    public Dictionary<Verdict, long> Verdicts { get; } = [];

    /// <summary>How many pulls broke off.</summary>
    public long BrokenPulls { get; private set; }

    /// <summary>What should not be.</summary>
    public IReadOnlyList<string> Found => _found;

    public async Task RunAsync(Tenant tenant)
    {
        var random = new Random(unchecked((seed * 486187739) + number));
        var faults = _faultRates[random.Next(_faultRates.Length)];
        var atOnce = throttle ?? random.Next(1, 25);
        tenant.Begin(faults, random);
        try
        {
            await WorkAsync(tenant, random, faults, atOnce).ConfigureAwait(false);
        }
        finally
        {
            tenant.End();
        }
    }

    private async Task WorkAsync(Tenant tenant, Random random, double faults, int atOnce)
    {
        var runner = new Runner(tenant, random, faults, atOnce);
        var reads = new Reads(tenant, random, atOnce, _found.Add);
        var books = new Books(_found.Add);
        var rows = new Rows(number, random);
        var isV1 = tenant.Kind.Dialect == Dialect.V1;

        var adds = rows.Adds(Part(0.25));
        await RunAsync(adds, KaptureOperation.Add, new BulkOptions()).ConfigureAwait(false);
        books.Added(adds);
        if (isV1)
        {
            var upsert = new BulkOptions { IfExists = IfExists.Update, MatchBy = [MatchBy.Phone] };
            var upserts = rows.Upserts(Part(0.1));
            books.Upserted(upserts, await RunAsync(upserts, KaptureOperation.Add, upsert).ConfigureAwait(false));
            var again = rows.Again(upserts);
            books.Upserted(again, await RunAsync(again, KaptureOperation.Add, upsert).ConfigureAwait(false));
        }

        // Of those whose name another has, the books could not tell who was changed.
        var customers = tenant.ReadAdded().GroupBy(customer => customer.Name).Where(group => group.Count() == 1).Select(group => group.First()).ToList();
        if (customers.Count > 0)
        {
            var updates = rows.Updates(customers, Part(0.2), tenant.Kind.Dialect);
            books.Updated(updates, await RunAsync(updates, KaptureOperation.Update, new BulkOptions()).ConfigureAwait(false));
            var contacts = rows.Contacts(customers, Part(0.15));
            await RunAsync(contacts, KaptureOperation.AddContact, new BulkOptions()).ConfigureAwait(false);
            books.ContactsAdded(contacts);
            reads.LookUp(customers, Part(0.2));
        }

        var invokes = rows.Invokes(Part(0.05), tenant.Client, tenant.Kind.Dialect);
        await runner.RunAsync(invokes, new RunPlan(null, KaptureOperation.Invoke, null, 0)).ConfigureAwait(false);
        Count(invokes);
        books.Added(invokes);

        var there = tenant.ReadAdded();
        await reads.PullAsync(tenant.Began, null, there.Select(customer => customer.Id).ToHashSet(), isAll: true).ConfigureAwait(false);
        await reads.PullAsync(Tenant.BystandersFrom, Tenant.BystandersFrom.AddDays(Tenant.BystanderDays - 1), [], isAll: false).ConfigureAwait(false);

        books.Compare(tenant.ReadAdded(), tenant.CountAdded());
        _found.AddRange(tenant.ChangedBystanders().Select(record => $"somebody whom no row was about has changed: {record}"));
        Operations = runner.Sent + reads.Count;
        Crashes = runner.Crashes;
        BrokenPulls = reads.Broken;

        async Task<bool> RunAsync(IReadOnlyList<PlannedRow> planned, KaptureOperation operation, BulkOptions options)
        {
            // Now and then a process dies that has kept no journal.
            var journal = random.Next(4) == 0 ? null : Path.Combine(scratch, $"{operation}-{number}.journal");
            var crashes = random.Next(3) == 0 ? 0 : random.Next(1, 4);
            var inOrder = await runner.RunAsync(planned, new RunPlan(options, operation, journal, crashes)).ConfigureAwait(false);
            Count(planned);
            return inOrder;
        }
    }

    private int Part(double share) => Math.Max(2, (int)(size * share));

    private void Count(IEnumerable<PlannedRow> rows)
    {
        foreach (var row in rows)
            Verdicts[row.Verdict] = Verdicts.GetValueOrDefault(row.Verdict) + 1;
    }
}
