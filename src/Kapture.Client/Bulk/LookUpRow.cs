namespace Kapture;

/// <summary>One row that looks a customer up.</summary>
/// <param name="row">The number of the row, counted from 1.</param>
/// <param name="target">Whatever the caller knows the row by.</param>
/// <param name="client">Who asks.</param>
/// <param name="key">Whom for.</param>
/// <param name="call">Who listens; its row must be the same.</param>
public sealed class LookUpRow(int row, object? target, KaptureClient client, CustomerKey key, CallOptions call) : BulkJob(row, target)
{
    /// <inheritdoc/>
    public override async Task<BulkOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Succeed(await client.GetCustomerAsync(key, call, cancellationToken).ConfigureAwait(false));
        }
        catch (KaptureException e) when (e.ErrorId == KaptureErrorId.CustomerNotFound && key.Kind == CustomerKeyKind.Id)
        {
            // A row may ask for several.
            return Fail(e.WithNote($"It was asked for the id {key.Value}."));
        }
        catch (KaptureException e)
        {
            return Fail(e);
        }
    }
}
