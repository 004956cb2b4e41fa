namespace Kapture.Tests.Bulk;

public sealed class BulkProgressTests
{
    [Theory]
    [InlineData(50, 10, 5.0)]
    [InlineData(0, 10, 0.0)]
    [InlineData(5, 0, 0.0)]
    public void The_rate_is_that_of_the_whole_run(long done, int seconds, double expected) =>
        Assert.Equal(expected, Progress(done, seconds, null).RowsPerSecond);

    [Theory]
    [InlineData(25, 100L, 0.25)]
    [InlineData(0, 100L, 0.0)]
    [InlineData(150, 100L, 1.0)]
    [InlineData(25, null, null)]
    [InlineData(25, 0L, null)]
    public void The_fraction_stays_between_0_and_1(long done, long? expectedRows, double? expected) =>
        Assert.Equal(expected, Progress(done, 10, expectedRows).Fraction);

    [Theory]
    [InlineData(25, 10, 100L, 30)]
    [InlineData(100, 10, 100L, 0)]
    [InlineData(150, 10, 100L, 0)]
    [InlineData(0, 10, 100L, null)]
    [InlineData(25, 10, null, null)]
    [InlineData(25, 0, 100L, null)]
    [InlineData(1, 10, long.MaxValue, int.MaxValue)]
    public void What_remains_is_the_rest_at_the_rate_so_far(long done, int seconds, long? expectedRows, int? expectedSeconds) =>
        Assert.Equal(expectedSeconds, Progress(done, seconds, expectedRows).Remaining?.TotalSeconds);

    [Fact]
    public void A_run_counts_by_its_clock()
    {
        var time = new ManualTime();
        using var run = new BulkRun(4, time) { Expected = 8 };
        run.AddFinished(new BulkOutcome(1, null, "one", null));
        run.AddFinished(new BulkOutcome(2, null, null, new KaptureException(KaptureErrorId.Rejected, "No.")));
        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(new BulkProgress(0, 0, TimeSpan.FromSeconds(4), 8), run.Progress);
        Assert.True(run.TryTake(out _));
        Assert.True(run.TryTake(out _));

        Assert.Equal(new BulkProgress(2, 1, TimeSpan.FromSeconds(4), 8), run.Progress);
        Assert.Equal(TimeSpan.FromSeconds(12), run.Progress.Remaining);
    }

    private static BulkProgress Progress(long done, int seconds, long? expected) => new(done, 0, TimeSpan.FromSeconds(seconds), expected);
}
