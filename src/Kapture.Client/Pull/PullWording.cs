namespace Kapture;

/// <summary>
/// Finds out in which of the documented ways a tenant takes the dates of a pull: the likeliest first, another where that is
/// refused; what the tenant took once is what it is asked in from then on.
/// </summary>
internal sealed class PullWording(Dialect dialect)
{
    private const int Unknown = -1;

    private volatile int _taken = Unknown;

    /// <summary>Asks for a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="send">Sends a request and reads its answer.</param>
    /// <exception cref="KaptureException">NotInDialect or MissingField before sending; any of the service's failures.</exception>
    public async Task<T> AskAsync<T>(CustomerPage page, Func<DialectRequest, Task<T>> send)
    {
        var wordings = dialect.Pull(page);
        if (_taken is var taken and not Unknown)
            return await send(wordings[taken]).ConfigureAwait(false);

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
                // What the service said to the likeliest is told where it takes none of them.
                refusal = refusal is null ? e : refusal.WithNote("The other form of the dates that is documented was refused as well.", refusal.Attempts + e.Attempts);
            }
        }

        throw refusal!;
    }
}
