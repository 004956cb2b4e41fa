namespace Kapture;

/// <summary>What one row asks for, on its way through a <see cref="BulkRun"/>.</summary>
/// <param name="row">The number of the row, counted from 1.</param>
/// <param name="target">Whatever the caller knows the row by; it comes back with the outcome.</param>
public abstract class BulkJob(int row, object? target)
{
    /// <summary>The number of the row, counted from 1.</summary>
    public int Row { get; } = row;

    /// <summary>Whatever the caller knows the row by.</summary>
    public object? Target { get; } = target;

    /// <summary>Does what the row asks for. What the service refuses is an outcome and no exception.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract Task<BulkOutcome> RunAsync(CancellationToken cancellationToken);

    /// <summary>The outcome of a row that did what was asked.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="warning">What somebody should look at all the same.</param>
    protected BulkOutcome Succeed(object result, string? warning = null) => new(Row, Target, result, null) { Warning = warning };

    /// <summary>The outcome of a row that did not.</summary>
    /// <param name="failure">Why.</param>
    protected BulkOutcome Fail(KaptureException failure)
    {
        failure.Row = Row;
        return new BulkOutcome(Row, Target, null, failure);
    }
}
