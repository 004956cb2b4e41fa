namespace Kapture;

/// <summary>
/// Finds out in which of the documented ways a tenant takes the dates of a pull: the likeliest first, another where that is
/// refused; what the tenant took once is what it is asked in from then on.
/// </summary>
internal sealed class PullWording(Dialect dialect)
{
    private const int Unknown = -1;

    private readonly object _gate = new();
    private volatile int _taken = Unknown;
    private TaskCompletionSource<bool>? _finding;

    /// <summary>Asks for a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="send">Sends a request and reads its answer.</param>
    /// <param name="cancellationToken">Stops waiting for what another request finds out.</param>
    /// <exception cref="KaptureException">NotInDialect or MissingField before sending; any of the service's failures.</exception>
    public async Task<T> AskAsync<T>(CustomerPage page, Func<DialectRequest, Task<T>> send, CancellationToken cancellationToken)
    {
        var wordings = dialect.Pull(page);
        if (wordings.Length == 1)
            return await send(wordings[0]).ConfigureAwait(false);

        // One request finds it out; whoever asks meanwhile waits for what it finds.
        while (_taken == Unknown)
        {
            if (Begin(out var isMine) is not { } finding)
                break;
            if (isMine)
                return await FindAsync(wordings, send, finding).ConfigureAwait(false);
            await WaitAsync(finding.Task, cancellationToken).ConfigureAwait(false);
        }

        return await send(wordings[_taken]).ConfigureAwait(false);
    }

    private TaskCompletionSource<bool>? Begin(out bool isMine)
    {
        lock (_gate)
        {
            isMine = _finding is null;
            return _taken == Unknown ? _finding ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        }
    }

    private static async Task WaitAsync(Task found, CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => stopped.TrySetResult(true)))
            await Task.WhenAny(found, stopped.Task).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<T> FindAsync<T>(DialectRequest[] wordings, Func<DialectRequest, Task<T>> send, TaskCompletionSource<bool> finding)
    {
        try
        {
            return await FindAsync(wordings, send).ConfigureAwait(false);
        }
        finally
        {
            // Where it failed, the next finds it out.
            lock (_gate)
                _finding = null;
            finding.SetResult(true);
        }
    }

    private async Task<T> FindAsync<T>(DialectRequest[] wordings, Func<DialectRequest, Task<T>> send)
    {
        KaptureException? refusal = null;
        for (var i = 0; i < wordings.Length; i++)
        {
            try
            {
                var answer = await send(wordings[i]).ConfigureAwait(false);
                _taken = i;
                return answer;
            }
            catch (KaptureException e) when (e.ErrorId == KaptureErrorId.Rejected)
            {
                // What the service said to the likeliest is told where it takes none of them, and what else it said beside it.
                refusal = refusal is null ? e : refusal.WithNote(NoteOf(e, refusal), refusal.Attempts + e.Attempts);
            }
        }

        throw refusal!;
    }

    private static string NoteOf(KaptureException refusal, KaptureException first) => refusal.ServiceMessage == first.ServiceMessage
        ? "The other form of the dates that is documented was refused as well."
        : $"To the other form of the dates that is documented it said: {refusal.ServiceMessage}";
}
