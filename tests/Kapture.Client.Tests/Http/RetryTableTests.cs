using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Http;

/// <summary>
/// Every operation and every fault of the emulator: how many requests arrive, what the caller sees in the end, and
/// whether a write was applied (1) or not (0). Two retries; the clock moves only when a call waits for it.
/// </summary>
public sealed class RetryTableTests
{
    private const int Retries = 2;
    private const string Refused = "refused";

    private readonly ManualTime _time = new();

    private static readonly Dictionary<string, EmulatorFault> _faults = new()
    {
        ["dropBefore"] = new() { Kind = FaultKind.DropBefore },
        ["dropAfter"] = new() { Kind = FaultKind.DropAfter },
        ["hang"] = new() { Kind = FaultKind.Hang },
        ["hang, applied"] = new() { Kind = FaultKind.Hang, Applied = true },
        ["garbage"] = new() { Kind = FaultKind.Garbage },
        ["garbage, applied"] = new() { Kind = FaultKind.Garbage, Applied = true },
        ["html"] = new() { Kind = FaultKind.Html },
        ["html, applied"] = new() { Kind = FaultKind.Html, Applied = true },
        ["truncate"] = new() { Kind = FaultKind.Truncate },
        ["slow"] = new() { Kind = FaultKind.Slow },
        ["wrongCustomer"] = new() { Kind = FaultKind.WrongCustomer },
    };

    public static TheoryData<string, string, string, string, string> Table => new()
    {
        // fault              add                         update                      get                       pull
        { "400",              "1 WriteUncertain 0",       "1 WriteUncertain 0",       "1 UnexpectedResponse",   "1 UnexpectedResponse" },
        { "401",              "1 AuthenticationFailed 0", "1 AuthenticationFailed 0", "1 AuthenticationFailed", "1 AuthenticationFailed" },
        { "403",              "1 PermissionDenied 0",     "1 PermissionDenied 0",     "1 PermissionDenied",     "1 PermissionDenied" },
        { "404",              "1 WriteUncertain 0",       "1 WriteUncertain 0",       "1 UnexpectedResponse",   "1 UnexpectedResponse" },
        { "408",              "1 WriteUncertain 0",       "1 WriteUncertain 0",       "3 Timeout",              "3 Timeout" },
        { "429",              "3 RateLimited 0",          "3 RateLimited 0",          "3 RateLimited",          "3 RateLimited" },
        { "429 after 7",      "3 RateLimited 0",          "3 RateLimited 0",          "3 RateLimited",          "3 RateLimited" },
        { "429 after date",   "3 RateLimited 0",          "3 RateLimited 0",          "3 RateLimited",          "3 RateLimited" },
        { "500",              "1 WriteUncertain 0",       "1 WriteUncertain 0",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "500, applied",     "1 WriteUncertain 1",       "1 WriteUncertain 1",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "502",              "1 WriteUncertain 0",       "1 WriteUncertain 0",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "503",              "1 WriteUncertain 0",       "1 WriteUncertain 0",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "503, applied",     "1 WriteUncertain 1",       "1 WriteUncertain 1",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "503 after 7",      "3 WriteUncertain 0",       "3 WriteUncertain 0",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "503 after date",   "3 WriteUncertain 0",       "3 WriteUncertain 0",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "504",              "1 WriteUncertain 0",       "1 WriteUncertain 0",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "dropBefore",       "1 WriteUncertain 0",       "1 WriteUncertain 0",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "dropAfter",        "1 WriteUncertain 1",       "1 WriteUncertain 1",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "hang",             "1 WriteUncertain 0",       "1 WriteUncertain 0",       "3 Timeout",              "3 Timeout" },
        { "hang, applied",    "1 WriteUncertain 1",       "1 WriteUncertain 1",       "3 Timeout",              "3 Timeout" },
        { "garbage",          "1 WriteUncertain 0",       "1 WriteUncertain 0",       "1 UnexpectedResponse",   "1 UnexpectedResponse" },
        { "garbage, applied", "1 WriteUncertain 1",       "1 WriteUncertain 1",       "1 UnexpectedResponse",   "1 UnexpectedResponse" },
        { "html",             "1 WriteUncertain 0",       "1 WriteUncertain 0",       "1 UnexpectedResponse",   "1 UnexpectedResponse" },
        { "html, applied",    "1 WriteUncertain 1",       "1 WriteUncertain 1",       "1 UnexpectedResponse",   "1 UnexpectedResponse" },
        { "truncate",         "1 WriteUncertain 1",       "1 WriteUncertain 1",       "3 ServiceUnavailable",   "3 ServiceUnavailable" },
        { "slow",             "1 ok 1",                   "1 ok 1",                   "1 ok",                   "1 ok" },
        { "wrongCustomer",    "1 ok 1",                   "1 UnexpectedResponse 1",   "1 UnexpectedResponse",   "1 ok" },
        // Nobody is there to count: these requests went out.
        { Refused,            "3 ServiceUnavailable 0",   "3 ServiceUnavailable 0",   "3 ServiceUnavailable",   "3 ServiceUnavailable" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_fault_that_stays(string fault, string add, string update, string get, string pull)
    {
        // An added contact is a change of its customer, and what the caller words here is an add.
        string[] expected = [add, update, get, pull, update, add];
        Assert.Equal(expected, await EachAsync(operation => fault == Refused ? RefusedAsync(operation) : SendAsync(operation, Fault(fault))));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_fault_that_passes_is_a_success_where_it_is_repeated(string fault, string add, string update, string get, string pull)
    {
        if (fault == Refused)
            return;
        string[] expected = [Passed(add, "2 ok 1"), Passed(update, "2 ok 1"), Passed(get, "2 ok"), Passed(pull, "2 ok"), Passed(update, "2 ok 1"), Passed(add, "2 ok 1")];

        Assert.Equal(expected, await EachAsync(operation => SendAsync(operation, Fault(fault) with { Times = 1 })));

        static string Passed(string stays, string passes) => stays.StartsWith('1') ? stays : passes;
    }

    private static EmulatorFault Fault(string name)
    {
        if (_faults.TryGetValue(name, out var known))
            return known;
        var after = name.Split(" after ").ElementAtOrDefault(1);
        return new EmulatorFault
        {
            Kind = FaultKind.Status,
            StatusCode = int.Parse(name[..3], CultureInfo.InvariantCulture),
            RetryAfter = after is null ? null : TimeSpan.FromSeconds(7),
            RetryAfterAsDate = after == "date",
            Applied = name.EndsWith(", applied", StringComparison.Ordinal),
        };
    }

    private static async Task<string[]> EachAsync(Func<KaptureOperation, Task<string>> send)
    {
        var cells = new List<string>();
        foreach (var operation in Enum.GetValues<KaptureOperation>())
            cells.Add(await send(operation));
        return [.. cells];
    }

    private async Task<string> SendAsync(KaptureOperation operation, EmulatorFault fault)
    {
        var emulator = new KaptureEmulator(new EmulatorOptions { Seed = 1 }, _time);
        using var handler = new PromptHandler(new EmulatorHandler(emulator));
        using var client = Calls.Client(handler, _time, Retries, random: 0.5);
        var known = (await client.GetCustomerPageAsync(Page))[0];
        emulator.Reset();
        emulator.Faults = [fault];

        var error = await _time.RunAsync(() => TryAsync(client, operation, known.Id));

        var seen = emulator.GetStatistics();
        emulator.Faults = [];
        Assert.Equal(error?.Attempts ?? seen.Requests, seen.Requests);
        var applied = operation switch
        {
            KaptureOperation.Add or KaptureOperation.Invoke => $" {seen.Customers - 1}",
            KaptureOperation.Update => (await _time.RunAsync(() => client.GetCustomerAsync(CustomerKey.ById(known.Id)))).City == known.City ? " 0" : " 1",
            KaptureOperation.AddContact => $" {seen.Contacts - known.Contacts.Length}",
            _ => string.Empty,
        };
        return $"{seen.Requests} {error?.ErrorId.ToString() ?? "ok"}{applied}";
    }

    private static async Task<string> RefusedAsync(KaptureOperation operation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound and not listening: nobody else can take the port
        using var client = Calls.Client(new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/"), retries: Retries);

        var error = await TryAsync(client, operation, 5);

        return $"{error!.Attempts} {error.ErrorId}{(operation.IsWrite() ? " 0" : string.Empty)}";
    }

    private static CustomerPage Page => new(Calls.AccountId, new DateTime(2024, 5, 1), new CustomerFilter());

    private static async Task<KaptureException?> TryAsync(KaptureClient client, KaptureOperation operation, long known)
    {
        try
        {
            await (operation switch
            {
                KaptureOperation.Add => client.AddCustomerAsync(Calls.Person()),
                KaptureOperation.Update => client.UpdateCustomerAsync(known, new CustomerFields { City = "Elsewhere" }),
                KaptureOperation.Get => client.GetCustomerAsync(CustomerKey.ById(known)),
                KaptureOperation.AddContact => client.AddContactAsync(known, new ContactFields { Email = "reception@example.com" }),
                KaptureOperation.Invoke => client.InvokeAsync(Calls.AddPath, Calls.AddBody),
                _ => (Task)client.GetCustomerPageAsync(Page),
            });
            return null;
        }
        catch (KaptureException e)
        {
            return e;
        }
    }

    /// <summary>Ends a cancelled request on the thread that cancels: the clock does not run ahead of what comes next.</summary>
    private sealed class PromptHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.SendAsync(request, cancellationToken).WaitAsync(cancellationToken);
    }
}
