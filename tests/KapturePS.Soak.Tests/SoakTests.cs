using KapturePS.Soak.Resources;
using KapturePS.Soak.Work;

namespace KapturePS.Soak.Tests;

/// <summary>The soak in small, so that it does not rot; and that it finds what it is there to find.</summary>
public sealed class SoakTests : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("kaptureps-soak-test-").FullName;
    private readonly List<FileStream> _leaked = [];

    // Legacy comes with the third epoch, the sockets with the second, both together with the 83rd: that one is for the full soak.
    private static SoakPlan Small => new(4000, Seed: 7) { EpochSize = 300 };

    public void Dispose()
    {
        _leaked.ForEach(file => file.Dispose());
        Directory.Delete(_scratch, recursive: true);
    }

    [Fact]
    public async Task A_short_soak_loses_nothing_doubles_nothing_and_leaves_nothing_open()
    {
        var result = await RunAsync(Small);

        Assert.Empty(result.Findings.First);
        Assert.True(result.Operations >= Small.Operations);
        Assert.True(result.Epochs >= 3);
        Assert.True(result.Crashes > 0);
        Assert.True(result.Virtual > TimeSpan.FromMinutes(1));
        Assert.True(result.Samples.Count > 1);
        Assert.True(result.Verdicts[Verdict.Arrived] > Small.Operations / 4);
    }

    [Fact]
    public async Task Legacy_over_sockets_loses_nothing_either()
    {
        var result = await RunAsync(Small with { Epoch = 83, EpochSize = 4000 });

        Assert.Empty(result.Findings.First);
        Assert.Equal(1, result.Epochs);
        Assert.True(result.Verdicts[Verdict.Arrived] > 0);
    }

    [Fact]
    public async Task A_row_that_is_there_twice_is_found()
    {
        var result = await RunAsync(Small with { Epoch = 1, Between = static service => new MeddlingHandler(service, doubles: true) });

        Assert.Contains(result.Findings.First, finding => finding.Text.Contains("is there 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_was_told_to_have_arrived_and_has_not_is_found()
    {
        var result = await RunAsync(Small with { Epoch = 1, Between = static service => new MeddlingHandler(service, doubles: false) });

        Assert.Contains(result.Findings.First, finding => finding.Text.Contains("is there 0 times", StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_journal_that_is_left_open_is_found()
    {
        var result = await RunAsync(Small with
        {
            Operations = 600,
            AfterEpoch = (number, scratch) => _leaked.Add(File.Create(Path.Combine(scratch, $"left-{number}.journal"))),
        });

        Assert.Contains(result.Findings.First, finding => finding.Text.StartsWith("open journals", StringComparison.Ordinal));
    }

    [Fact]
    public void What_grows_beyond_its_limit_is_found()
    {
        var first = new Sample(200_000, 1, 40 << 20, 60 << 20, 150, 3, 0, 20, 0, 1);

        var grown = new Sample(2_000_000, 2, 49 << 20, 130 << 20, 159, 8, 1, 33 + Environment.ProcessorCount, 1, 10);

        Assert.Empty(Limits.Exceeded([first, first with { Operations = 2_000_000, Heap = 47 << 20, Handles = 158, Threads = 30 }]));
        Assert.Equal(
            ["managed heap", "private memory", "handles", "sockets", "threads", "timers of the system", "open journals", "timers of the clock"],
            Limits.Exceeded([first, first, first, grown, grown, grown]).Select(text => text[..text.IndexOf(':', StringComparison.Ordinal)]));
    }

    private Task<SoakResult> RunAsync(SoakPlan plan) => new SoakRun(plan, _scratch, static _ => { }).RunAsync(CancellationToken.None);
}
