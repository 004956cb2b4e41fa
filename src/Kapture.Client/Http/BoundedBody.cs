using System.Buffers;

namespace Kapture;

/// <summary>Reads a body of unknown length, and no more of it than it may have: a small one on the way may be huge when it is unpacked.</summary>
internal static class BoundedBody
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <param name="body">The body.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The bytes; <see langword="null"/> where there are more.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var bytes = new MemoryStream();
            while (true)
            {
                var count = await ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                    return bytes.ToArray();
                if (bytes.Length + count > limit)
                    return null;
                bytes.Write(buffer, 0, count);
            }
        }
        finally
        {
            // The pool belongs to the whole process, and this was personal data.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

#if NET
    private static ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken) => body.ReadAsync(buffer, cancellationToken);
#else
    private static Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken) => body.ReadAsync(buffer, 0, buffer.Length, cancellationToken);
#endif
}
