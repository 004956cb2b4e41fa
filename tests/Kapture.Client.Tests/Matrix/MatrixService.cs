using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Kapture.Emulator;
using Kapture.Emulator.Server;

namespace Kapture.Tests.Matrix;

/// <summary>A service on a real port, another host beside it, and calls of every kind while something is wrong.</summary>
internal sealed class MatrixService : IAsyncDisposable
{
    public const int Retries = 1;

    // In letters that ISO-8859-1 has, too: an encoding that has not would garble them on the service's side.
    public const string Truth = $"{KnownName}:{KnownCity}";

    /// <summary>A field that cannot be read is blank, and the script is warned.</summary>
    public const string Unreadable = "unreadable";

    private const string KnownCity = "Köln";
    private const string KnownName = "Jürgen Müßig";
    private const string KnownPhone = "9000000001";
    private const string GetPath = "/search-customer-by-customer-id.html";

    private static readonly TimeSpan _timeout = TimeSpan.FromDays(20);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly HastyTime _time;
    private readonly EmulatorServer _server;
    private readonly EmulatorServer _elsewhere;
    private readonly Socket _nobody;

    private MatrixService(HastyTime time, EmulatorServer server, EmulatorServer elsewhere)
    {
        _time = time;
        _server = server;
        _elsewhere = elsewhere;

        // Bound and not listening: nobody else can take the port.
        _nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public static async Task<MatrixService> StartAsync()
    {
        var time = new HastyTime();
        return new MatrixService(
            time,
            await EmulatorServer.StartAsync(new EmulatorServerOptions { Time = time }),
            await EmulatorServer.StartAsync(new EmulatorServerOptions { Time = time }));
    }

    public async ValueTask DisposeAsync()
    {
        _nobody.Dispose();
        await _elsewhere.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>One call.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="operation">What is asked.</param>
    /// <param name="dialect">In which generation of the API.</param>
    /// <param name="passes">Whether it goes wrong once; else always.</param>
    public async Task<MatrixCell> CallAsync(Fault fault, MatrixOperation operation, Dialect dialect, bool passes)
    {
        var emulator = _server.Emulator;
        emulator.Faults = [];
        emulator.Reset();
        using var client = Client(_server.BaseUri, dialect);
        var known = await KnownAsync();
        var (customers, contacts, writes, reads) = Seen();
        var elsewhere = _elsewhere.Emulator.GetStatistics().Requests;

        string? read = null;
        KaptureException? error = null;
        var said = string.Empty;
        var own = fault.IsRefusal ? Client(new Uri($"http://127.0.0.1:{((IPEndPoint)_nobody.LocalEndPoint!).Port}/"), dialect) : client;
        try
        {
            if (!fault.IsRefusal)
                emulator.Faults = fault.Rules(_elsewhere.BaseUri, passes ? 1 : null);
            (said, read) = await PatientlyAsync(SendAsync(own, operation, known));
        }
        catch (KaptureException e)
        {
            (error, said) = (e, e.ErrorId.ToString());
        }
        finally
        {
            if (own != client)
                own.Dispose();
        }

        emulator.Faults = [];
        var after = Seen();
        var applied = operation switch
        {
            MatrixOperation.Add or MatrixOperation.InvokeWrite => after.Customers - customers,
            MatrixOperation.AddContact => after.Contacts - contacts,
            MatrixOperation.Update or MatrixOperation.Upsert => CityOf(known) == "Bonn" ? 1 : 0,
            _ => 0,
        };

        // Nobody is there to count where the port is closed: these requests went out.
        var (sent, asked) = fault.IsRefusal ? Refused(operation, error!) : (after.Writes - writes, after.Reads - reads);
        return new MatrixCell(dialect, operation, said, error, sent, asked, applied, _elsewhere.Emulator.GetStatistics().Requests - elsewhere, read, await NextAsync(client, operation, known));
    }

    private static (long Writes, long Reads) Refused(MatrixOperation operation, KaptureException error) =>
        operation is MatrixOperation.Add or MatrixOperation.Update or MatrixOperation.AddContact or MatrixOperation.InvokeWrite ? (error.Attempts, 0) : (0, error.Attempts);

    private KaptureClient Client(Uri baseUri, Dialect dialect) => new(new KaptureClientOptions(baseUri, KaptureCredential.FromToken(Calls.Token))
    {
        Dialect = dialect,
        AccountId = Calls.AccountId,
        UseProxy = false,
        MaximumRetryCount = Retries,
        Random = () => 0,
        Time = _time,
        Timeout = _timeout,
    });

    // A time-out comes when a request hangs, and not when the machine is slow.
    private async Task<T> PatientlyAsync<T>(Task<T> call)
    {
        var hanging = _server.Emulator.Faults.Any(fault => fault.Kind is Kapture.Emulator.Faults.FaultKind.Hang or Kapture.Emulator.Faults.FaultKind.Stall);
        var seen = Unanswered();
        while (hanging && !call.IsCompleted)
        {
            if (Unanswered() is var now && now > seen)
            {
                seen = now;
                _time.TimeOut();
            }

            await Task.Yield();
        }

        return await call.WaitAsync(_patience);
    }

    private long Unanswered() => _server.Emulator.GetStatistics().Operations.Values.Sum(operation => operation.ByStatus.TryGetValue(0, out var count) ? count : 0);

    private (long Customers, long Contacts, long Writes, long Reads) Seen()
    {
        var seen = _server.Emulator.GetStatistics();
        return (seen.Customers, seen.Contacts,
            seen.Operations.Where(operation => operation.Key is EmulatorOperation.Add or EmulatorOperation.Update or EmulatorOperation.AddContact).Sum(operation => operation.Value.Requests),
            seen.Operations.Where(operation => operation.Key is EmulatorOperation.Get or EmulatorOperation.Pull).Sum(operation => operation.Value.Requests));
    }

    private async Task<long> KnownAsync()
    {
        using var client = Client(_server.BaseUri, Dialect.V1);
        return (await client.AddCustomerAsync(new CustomerFields { Name = KnownName, Phone = KnownPhone, City = KnownCity })).CustomerId!.Value;
    }

    private string? CityOf(long id)
    {
        var answer = _server.Emulator.Handle(GetPath, $"Basic {Calls.Token}", Encoding.UTF8.GetBytes($$"""[{"kapture_customer_id":"{{id}}"}]"""));
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.GetProperty("Customer Details").GetProperty("city").GetString();
    }

    private async Task<string> NextAsync(KaptureClient client, MatrixOperation operation, long known)
    {
        try
        {
            return (await PatientlyAsync(SendAsync(client, operation, known))).Said;
        }
        catch (KaptureException e)
        {
            return e.Message;
        }
    }

    private async Task<(string Said, string? Read)> SendAsync(KaptureClient client, MatrixOperation operation, long known) => operation switch
    {
        MatrixOperation.Add => await WriteAsync(client, BulkRow.Add(1, new CustomerFields { Name = "Asha Müller", Phone = "9000000002" })),
        MatrixOperation.Upsert => await WriteAsync(client, BulkRow.Add(1, new CustomerFields { Name = KnownName, Phone = KnownPhone, City = "Bonn" }), IfExists.Update),
        MatrixOperation.Update => await WriteAsync(client, BulkRow.Update(1, known, new CustomerFields { City = "Bonn" })),
        MatrixOperation.AddContact => await WriteAsync(client, BulkRow.AddContact(1, known, new ContactFields { Name = "Zoë", Phone = "9000000003" })),
        MatrixOperation.Get => Found(Line(await client.GetCustomerAsync(CustomerKey.ById(known)), known)),
        MatrixOperation.Pull => Found(await PullAsync(client, known)),
        MatrixOperation.InvokeRead => ("ok", Shown(await client.InvokeAsync(GetPath, $$"""[{"kapture_customer_id":"{{known}}"}]"""))),
        _ => ("ok", Shown(await client.InvokeAsync(Calls.AddPath, Calls.AddBody))),
    };

    private static async Task<(string Said, string? Read)> WriteAsync(KaptureClient client, BulkRow row, IfExists ifExists = IfExists.Send)
    {
        using var writer = new BulkWriter(client, new BulkOptions { IfExists = ifExists });
        writer.Add(row);
        var outcome = await Task.Run(() => writer.Take(out var outcome, default) ? outcome : writer.EndedBy!);
        if (outcome.Failure is not null)
            throw outcome.Failure;
        var result = Assert.IsType<WriteResult>(outcome.Result);
        return (result.Reconciled ? "Reconciled" : result.Action.ToString(), null);
    }

    private async Task<string> PullAsync(KaptureClient client, long known)
    {
        // One day: several would be asked for side by side.
        var day = ManualTime.Start.UtcDateTime.Date;
        var range = DateRange.Create(new DateTime(day.Ticks), new DateTime(day.Ticks), client.Options.TimeZone, _time.GetUtcNow());
        var lines = new List<string>();
        await foreach (var customer in client.GetCustomersAsync(range, new CustomerPull(Calls.AccountId, new CustomerFilter())))
            lines.Add(Line(customer, known));
        return string.Join(';', lines);
    }

    private static (string Said, string? Read) Found(string line) => (line == Unreadable ? "warned" : "ok", line);

    private static string Line(Customer customer, long known) =>
        customer.Id != known ? $"customer {customer.Id}" : customer.UnreadableFields.Count > 0 ? Unreadable : $"{customer.Name}:{customer.City}";

    private static string? Shown(object? answer)
    {
        var members = (IReadOnlyDictionary<string, object?>)answer!;
        return members.TryGetValue("Customer Details", out var value) && value is IReadOnlyDictionary<string, object?> customer
            ? $"{customer["name"]}:{customer["city"]}"
            : null;
    }
}
