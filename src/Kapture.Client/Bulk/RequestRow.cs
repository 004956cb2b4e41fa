namespace Kapture;

/// <summary>One row that sends a request of the caller's own.</summary>
/// <param name="row">The number of the row, counted from 1.</param>
/// <param name="target">Whatever the caller knows the row by.</param>
/// <param name="client">Who sends it.</param>
/// <param name="request">The request.</param>
/// <param name="asText">Whether the answer is wanted as the text that came.</param>
/// <param name="call">Who listens; its row must be the same.</param>
public sealed class RequestRow(int row, object? target, KaptureClient client, KaptureRequest request, bool asText, CallOptions call) : BulkJob(row, target)
{
    /// <inheritdoc/>
    public override async Task<BulkOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // An answer may well be null.
            return Succeed((asText
                ? await client.InvokeTextAsync(request, call, cancellationToken).ConfigureAwait(false)
                : await client.InvokeAsync(request, call, cancellationToken).ConfigureAwait(false))!);
        }
        catch (KaptureException e)
        {
            return Fail(e);
        }
    }
}
