using Kapture.Emulator.Faults;
using Kapture.Emulator.Legacy;
using Kapture.Emulator.Statistics;
using Kapture.Emulator.Store;
using Kapture.Emulator.V1;

namespace Kapture.Emulator;

/// <summary>
/// An in-memory Kapture: it answers the customer API as the vendor's pages describe it, their contradictions
/// included. It knows bytes and HTTP status codes and nothing of sockets. Safe for any number of threads.
/// </summary>
public sealed class KaptureEmulator
{
    private readonly EmulatorKeys _keys;
    private readonly DialectReader _reader;
    private readonly FaultPlan _faults = new();
    private readonly RequestCounters _counters = new();
    private volatile CustomerStore _store;

    /// <summary>Sets up an emulator.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="time">The clock that customers are created by; null for the system's.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public KaptureEmulator(EmulatorOptions? options = null, TimeProvider? time = null)
    {
        Options = (options ?? new EmulatorOptions()).Validated();
        Time = time ?? TimeProvider.System;
        _keys = new EmulatorKeys(Options);
        _reader = new DialectReader(Options.Dialects);
        _store = NewStore();
    }

    /// <summary>How the emulator was set up.</summary>
    public EmulatorOptions Options { get; }

    /// <summary>The clock that customers are created by.</summary>
    public TimeProvider Time { get; }

    /// <summary>The fault rules in force. Setting them starts their counts anew.</summary>
    /// <exception cref="ArgumentException">A rule makes no sense.</exception>
    public IReadOnlyList<EmulatorFault> Faults
    {
        get => _faults.Faults;
        set => _faults.Faults = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Answers a <c>POST</c>, untouched by fault rules.</summary>
    /// <param name="path">The path, without host and query.</param>
    /// <param name="authorization">The <c>Authorization</c> header as it was sent.</param>
    /// <param name="body">The body; it is not kept after the call.</param>
    public EmulatorResponse Handle(string path, string? authorization, ReadOnlyMemory<byte> body)
    {
        var call = _reader.Read(new EmulatorRequest("POST", path, authorization, body));
        return Counted(call.Operation, Answer(call, authorization, Options.Quirks, wrongCustomer: false));
    }

    /// <summary>Answers a request as the fault rules would have it, for a transport that can do as told.</summary>
    public EmulatorExchange Exchange(in EmulatorRequest request)
    {
        var call = _reader.Read(request);
        var quirks = Options.Quirks;
        var fault = _faults.Decide(call.Operation, ref quirks);
        if (fault is null)
            return new(Counted(call.Operation, Answer(call, request.Authorization, quirks, wrongCustomer: false)), EmulatorDelivery.Whole, TimeSpan.Zero);

        var answer = fault.IsCarriedOut
            ? Answer(call, request.Authorization, quirks, fault.Kind == FaultKind.WrongCustomer)
            : default;
        return Faulty(call.Operation, fault, answer);
    }

    /// <summary>Marks a request as being in flight until the result is disposed of.</summary>
    public EmulatorFlight Enter() => new(_counters);

    /// <summary>What the emulator has seen and holds. Counting duplicates takes a while where much was added.</summary>
    public EmulatorStatistics GetStatistics()
    {
        var store = _store;
        var (customers, contacts) = store.Count();
        return new EmulatorStatistics(
            _counters.Snapshot(), customers, contacts, store.CountDuplicates(), _counters.InFlight, _counters.HighestInFlight, store.Computed, store.Read);
    }

    /// <summary>Forgets everything that was added, changed and counted. Seeded customers and fault rules stay.</summary>
    public void Reset()
    {
        _store = NewStore();
        _counters.Reset();
    }

    private (EmulatorResponse Response, bool Failed) Answer(EmulatorCall call, string? authorization, EmulatorQuirks quirks, bool wrongCustomer)
    {
        var verdict = _keys.Judge(authorization, call.Operation);
        var answer = verdict == KeyVerdict.Accepted
            ? call.Answer(new EmulatorContext(Options, _store, WallClock(), wrongCustomer))
            : Refusal(call.Dialect, verdict);
        var body = quirks == EmulatorQuirks.None || answer.IsVerbatim ? answer.Body : QuirkWriter.Rewrite(answer.Body, quirks);
        var status = Options.FailureStatus == FailureStatus.Documented ? answer.DocumentedStatus : 200;
        return (new EmulatorResponse(status, body, EmulatorResponse.Json), answer.IsFailure);
    }

    private EmulatorAnswer Refusal(EmulatorDialects dialect, KeyVerdict verdict)
    {
        var expired = verdict == KeyVerdict.Expired;
        return dialect == EmulatorDialects.Legacy
            ? (expired ? LegacyFailures.AuthKeyExpired : LegacyFailures.InvalidAuthKey).Shown(Options.LegacyQuirks)
            : expired ? V1Failures.ApiExpired : V1Failures.InvalidAuthKey;
    }

    private EmulatorExchange Faulty(EmulatorOperation operation, EmulatorFault fault, (EmulatorResponse Response, bool Failed) answer)
    {
        switch (fault.Kind)
        {
            case FaultKind.DropBefore or FaultKind.DropAfter:
                _counters.Count(operation, 0, answer.Failed);
                return new(default, EmulatorDelivery.Dropped, fault.Delay);
            case FaultKind.Hang:
                _counters.Count(operation, 0, answer.Failed);
                return new(default, EmulatorDelivery.Hanging, fault.Delay);
            case FaultKind.Stall:
                _counters.Count(operation, 0, answer.Failed);
                return new(answer.Response, EmulatorDelivery.Stalled, fault.Delay);
            case FaultKind.Status or FaultKind.Garbage or FaultKind.Html or FaultKind.Huge or FaultKind.Deep or FaultKind.GzipBomb:
                var response = FaultBodies.Response(fault, Time.GetUtcNow());
                return new(Counted(operation, (response, true)), EmulatorDelivery.Whole, fault.Delay);
            default:
                return new(AlteredAnswer.Of(Counted(operation, answer), answer.Failed, fault), DeliveryOf(fault.Kind), fault.Delay);
        }
    }

    private static EmulatorDelivery DeliveryOf(FaultKind kind) => kind switch
    {
        FaultKind.Truncate => EmulatorDelivery.Truncated,
        FaultKind.Slow => EmulatorDelivery.Slow,
        FaultKind.Chunked => EmulatorDelivery.Chunked,
        FaultKind.ChunkedWrong => EmulatorDelivery.ChunkedWrong,
        FaultKind.ChunkedCut => EmulatorDelivery.ChunkedCut,
        FaultKind.Http10 or FaultKind.Http10Cut => EmulatorDelivery.Http10,
        FaultKind.ShortLength => EmulatorDelivery.ShortLength,
        FaultKind.Interim => EmulatorDelivery.Interim,
        FaultKind.Twice => EmulatorDelivery.Twice,
        FaultKind.BigHead => EmulatorDelivery.BigHead,
        _ => EmulatorDelivery.Whole,
    };

    private EmulatorResponse Counted(EmulatorOperation operation, (EmulatorResponse Response, bool Failed) answer)
    {
        _counters.Count(operation, answer.Response.StatusCode, answer.Failed);
        return answer.Response;
    }

    private CustomerStore NewStore() => new(new SeededCustomers(Options.Seed, Options.SeedStart, Options.SeedDays));

    private DateTime WallClock() => TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Options.TimeZone).DateTime;
}
