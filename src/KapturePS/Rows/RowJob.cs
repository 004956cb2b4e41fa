using Kapture;

namespace KapturePS;

/// <summary>A row on its way to the service.</summary>
/// <param name="Row">Its number, counted from 1.</param>
/// <param name="Target">The row as it came in, for the error record.</param>
/// <param name="Send">The call.</param>
internal sealed record RowJob(int Row, object? Target, Func<CancellationToken, Task<object>> Send)
{
    public async Task<RowOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new RowOutcome(Row, Target, await Send(cancellationToken).ConfigureAwait(false), null);
        }
        catch (KaptureException e)
        {
            return new RowOutcome(Row, Target, null, e);
        }
    }
}

/// <summary>A row on its way back: a result, or the failure that it ended in.</summary>
/// <param name="Row">Its number, counted from 1.</param>
/// <param name="Target">The row as it came in.</param>
/// <param name="Result">What came of it; <see langword="null"/> for a failure.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> for a result.</param>
internal readonly record struct RowOutcome(int Row, object? Target, object? Result, KaptureException? Failure);
