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
        MemoryStream? before = null;
        var (filled, most) = (0, 0);
        try
        {
            while (true)
            {
                var count = await ReadAsync(body, buffer, filled, cancellationToken).ConfigureAwait(false);
                filled += count;
                most = Math.Max(most, filled);
                if ((before?.Length ?? 0) + filled > limit)
                    return null;
                if (count == 0 && before is null)
                    return buffer.AsSpan(0, filled).ToArray();
                if (count > 0 && filled < buffer.Length)
                    continue;

                // Only what is larger than nearly every answer is kept elsewhere meanwhile.
                before ??= new MemoryStream();
                before.Write(buffer, 0, filled);
                filled = 0;
                if (count == 0)
                    return before.ToArray();
            }
        }
        finally
        {
            // The pool belongs to the whole process, and this was personal data.
            Array.Clear(buffer, 0, most);
            ArrayPool<byte>.Shared.Return(buffer);
            before?.Dispose();
        }
    }

#if NET
    private static ValueTask<int> ReadAsync(Stream body, byte[] buffer, int filled, CancellationToken cancellationToken) => body.ReadAsync(buffer.AsMemory(filled), cancellationToken);
#else
    private static Task<int> ReadAsync(Stream body, byte[] buffer, int filled, CancellationToken cancellationToken) => body.ReadAsync(buffer, filled, buffer.Length - filled, cancellationToken);
#endif
}
