using System.Diagnostics;
using Kapture;
using KapturePS.Soak.Clock;
using KapturePS.Soak.Resources;
using KapturePS.Soak.Work;
using KapturePS.Soak.World;

namespace KapturePS.Soak;

/// <summary>What a soak came to.</summary>
internal sealed record SoakResult
{
    public required SoakPlan Plan { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    public required Findings Findings { get; init; }

    public required IReadOnlyDictionary<Verdict, long> Verdicts { get; init; }

    public long Operations { get; init; }

    public int Epochs { get; init; }

    public int Crashes { get; init; }

    public long BrokenPulls { get; init; }

    public TimeSpan Virtual { get; init; }

    public TimeSpan Elapsed { get; init; }
}

/// <summary>Runs epoch after epoch, and takes samples between them.</summary>
internal sealed class SoakRun(SoakPlan plan, string scratch, Action<string> log)
{
    // Of ten epochs one is Legacy's, where each lost answer costs a pull of the day, and one goes over sockets.
    private const int LegacyEvery = 10;
    private const int SocketsEvery = 9;
    private const int SmallerInLegacy = 10;
    private const int SmallerOverSockets = 4;
    private const int Samples = 10;

    // What a kind of epoch needs for the first time comes before the first sample.
    private const int EachKindOnce = 3;

    private readonly VirtualClock _clock = new();
    private readonly Dictionary<TenantKind, Tenant> _tenants = [];
    private readonly Findings _findings = new();
    private readonly Dictionary<Verdict, long> _verdicts = [];
    private readonly List<Sample> _samples = [];
    private Tenant? _current;
    private long _operations;
    private long _brokenPulls;
    private int _crashes;

    public async Task<SoakResult> RunAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var sampler = new Sampler(_clock, scratch);
        var number = 0;
        using (new ClockPump(_clock, () => Volatile.Read(ref _current)?.IsAtWork == true))
        {
            try
            {
                foreach (var kind in Kinds)
                    _tenants.Add(kind, await Tenant.StartAsync(kind, _clock, plan.Between).ConfigureAwait(false));
                var sockets = Sampler.CountSockets();
                while (_operations < plan.Operations && !cancellationToken.IsCancellationRequested)
                {
                    number = plan.Epoch ?? number + 1;
                    await RunEpochAsync(number).ConfigureAwait(false);
                    plan.AfterEpoch(number, scratch);
                    if (_operations >= NextSample && number >= EachKindOnce)
                        Add(sampler.Take(_operations, () => Sampler.CountSockets() <= sockets));
                    if (plan.Epoch is not null)
                        break;
                }
            }
            finally
            {
                foreach (var tenant in _tenants.Values)
                    await tenant.DisposeAsync().ConfigureAwait(false);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        foreach (var text in Limits.Exceeded(_samples))
            _findings.Add(0, text);

        return new SoakResult
        {
            Plan = plan,
            Samples = _samples,
            Findings = _findings,
            Verdicts = _verdicts,
            Operations = _operations,
            Epochs = plan.Epoch is null ? number : 1,
            Crashes = _crashes,
            BrokenPulls = _brokenPulls,
            Virtual = _clock.Elapsed,
            Elapsed = watch.Elapsed,
        };
    }

    private static IEnumerable<TenantKind> Kinds => [new(Dialect.V1, false), new(Dialect.Legacy, false), new(Dialect.V1, true), new(Dialect.Legacy, true)];

    // The first sample is the warm-up's, the last one the end's.
    private long NextSample => _samples.Count == 0 ? plan.WarmUp : Math.Min(plan.Operations, plan.WarmUp + ((plan.Operations - plan.WarmUp) * _samples.Count / (Samples - 1)));

    private async Task RunEpochAsync(int number)
    {
        var kind = new TenantKind(number % LegacyEvery == 3 ? Dialect.Legacy : Dialect.V1, number % SocketsEvery == 2);
        var size = plan.EpochSize / (kind.Dialect == Dialect.Legacy ? SmallerInLegacy : 1) / (kind.IsOverSockets ? SmallerOverSockets : 1);
        var epoch = new Epoch(number, plan.Seed, size, plan.Throttle, scratch);
        var tenant = _tenants[kind];
        Volatile.Write(ref _current, tenant);
        await epoch.RunAsync(tenant).ConfigureAwait(false);
        foreach (var text in epoch.Found)
        {
            _findings.Add(number, text);
            log($"epoch {number} ({kind}): {text}");
        }

        foreach (var (verdict, count) in epoch.Verdicts)
            _verdicts[verdict] = _verdicts.GetValueOrDefault(verdict) + count;
        _operations += epoch.Operations;
        _crashes += epoch.Crashes;
        _brokenPulls += epoch.BrokenPulls;
    }

    private void Add(Sample sample)
    {
        _samples.Add(sample);
        log(Reporting.SampleTable.Line(sample));
    }
}
