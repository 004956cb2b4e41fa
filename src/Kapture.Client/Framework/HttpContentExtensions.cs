namespace Kapture;

/// <summary>Reading bodies, alike on both frameworks.</summary>
internal static class HttpContentExtensions
{
#if NET
    public static Task<byte[]> ReadBytesAsync(this HttpContent content, CancellationToken cancellationToken) => content.ReadAsByteArrayAsync(cancellationToken);
#else
    // The body is in memory already: there is nothing to cancel.
    public static Task<byte[]> ReadBytesAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return content.ReadAsByteArrayAsync();
    }
#endif
}
