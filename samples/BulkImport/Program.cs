// Imports a CSV file of customers, changes some of them, and reads them back.

using System.Diagnostics;
using System.Text;
using BulkImport;
using Kapture;
using Kapture.Emulator;

const int Shown = 10;
const string OldCity = "Bengaluru";
const string NewCity = "Bangalore";

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

Console.OutputEncoding = Encoding.UTF8;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    return await RunAsync(arguments, stop.Token);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. Rows that were under way may have been applied.");
    return 1;
}
catch (Exception e) when (e is KaptureException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e is KaptureException failure ? $"{failure.ErrorId}: {failure.Message}" : e.Message);
    return 1;
}

static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
{
    using var client = new KaptureClient(CreateOptions(arguments));
    var watch = Stopwatch.StartNew();

    var imported = new List<BulkOutcome>();
    using var writer = new BulkWriter(client, new BulkOptions { ThrottleLimit = arguments.Throttle });
    foreach (var outcome in Bulk.Write(writer, CustomerFile.Read(arguments.File), (row, item) => BulkRow.Add(row, item.ToFields(), item), cancellationToken))
    {
        imported.Add(outcome);
        if (imported.Count <= Shown)
            Report.Row(outcome);
    }

    var moved = await MoveAsync(client, imported, arguments, cancellationToken);
    var failed = imported.Where(outcome => outcome.Failure is not null).ToList();
    Report.Failures(failed);
    Console.WriteLine($"""

        {imported.Count} rows: {imported.Count - failed.Count} added, {failed.Count} failed; {moved} moved and read back; {watch.Elapsed.TotalSeconds:0.0} s
        """);

    // A bad row is the file's business. Anything else that failed is ours.
    return failed.TrueForAll(outcome => outcome.Failure!.ErrorId is KaptureErrorId.MissingField or KaptureErrorId.InvalidValue) ? 0 : 1;
}

// Changes the city of those who live in the old one, and pulls them back by the day they were added.
static async Task<int> MoveAsync(KaptureClient client, List<BulkOutcome> imported, Arguments arguments, CancellationToken cancellationToken)
{
    var movers = imported.Where(outcome => outcome.Failure is null && ((CustomerRow)outcome.Target!).ToFields().City == OldCity).Select(outcome => (WriteResult)outcome.Result!);
    using var writer = new BulkWriter(client, new BulkOptions { ThrottleLimit = arguments.Throttle });
    var ids = Bulk.Write(writer, movers, (row, added) => BulkRow.Update(row, added.CustomerId!.Value, new CustomerFields { City = NewCity }, added), cancellationToken)
        .Select(outcome => outcome.Failure is { } failure ? throw failure : ((WriteResult)outcome.Result!).CustomerId!.Value)
        .ToHashSet();

    var zone = client.Options.TimeZone;
    var today = TimeZoneInfo.ConvertTime(Process.GetCurrentProcess().StartTime, zone).Date;
    var range = DateRange.Create(today, null, zone, DateTimeOffset.UtcNow);
    var pull = new CustomerPull(client.Options.AccountId!.Value, new CustomerFilter());
    var found = new List<Customer>();
    await foreach (var customer in client.GetCustomersAsync(range, pull, cancellationToken: cancellationToken))
    {
        if (ids.Contains(customer.Id) && customer.City == NewCity)
            found.Add(customer);
    }

    Report.Moved(found.Take(Shown), OldCity, NewCity);
    return found.Count;
}

static KaptureClientOptions CreateOptions(Arguments arguments)
{
    if (arguments.BaseUri is { } baseUri)
        return new KaptureClientOptions(baseUri, KaptureCredential.FromToken(arguments.Token!)) { AccountId = arguments.AccountId };

    Console.WriteLine("An in-memory Kapture answers: nothing leaves this process.");
    var emulator = new KaptureEmulator();
    return new KaptureClientOptions(KaptureAddress.FromSubdomain("emulator"), KaptureCredential.ForEmulator(emulator.Options.Token))
    {
        AccountId = emulator.Options.AccountId,
        PrimaryHandler = new EmulatorHandler(emulator),
    };
}
