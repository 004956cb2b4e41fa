using System.Buffers;
using System.Text.Json;

namespace Kapture;

/// <summary>Reads an answer straight from its stream and hands its customers on as they are read; an answer that broke off is read anew.</summary>
/// <param name="zone">Where the service's wall clock stands.</param>
/// <param name="words">Where texts are kept that come again and again.</param>
/// <param name="handOn">
/// Takes customers that came together; after an answer that broke off, they come again. It must not wait for anybody: the time
/// that the answer may take runs on.
/// </param>
internal sealed class AnswerStream(TimeZoneInfo zone, WordCache words, Action<List<Customer>> handOn)
{
    /// <summary>What one customer, or any other member of an answer, never comes near to, in bytes.</summary>
    public const int LongestRecord = 16 * 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    // Enough to tell a web page from JSON, and nothing at all from either.
    private const int HeadSize = 256;

    private AnswerReader _reader = new(zone, words);
    private JsonException? _failure;

    /// <summary>How many customers the answer held.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the answer ended before its time, so that asking again may help.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether the answer was given up because it would not fit.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads a body to its end, or to where it turns out to be no answer.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="mask">Takes the key out, where the service echoes it.</param>
    /// <returns>How the body begins.</returns>
    public async Task<byte[]> ReadAsync(Stream body, long limit, CancellationToken cancellationToken, KeyMask? mask = null)
    {
        Begin();
        byte[] head = [];
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var (filled, due) = (0, 0);
            for (var isLast = false; !isLast && _failure is null;)
            {
                if (filled == buffer.Length)
                {
                    if (filled >= LongestRecord)
                    {
                        GiveUp();
                        break;
                    }

                    buffer = Grow(buffer);
                }

                var count = await ReadAsync(body, buffer, filled, cancellationToken).ConfigureAwait(false);
                isLast = count == 0;
                filled += count;
                // A text is read only once it is whole: what came of it before is still here.
                if (mask is not null)
                    _reader.IsMasked |= mask.ApplyToEnd(buffer.AsSpan(0, filled), count);
                if (head.Length == 0)
                    head = buffer.AsSpan(0, Math.Min(filled, HeadSize)).ToArray();
                if ((limit -= count) < 0)
                {
                    GiveUp();
                    break;
                }

                // A customer of megabytes would be begun anew with each piece of it: only when there is twice as much.
                if (filled < due && !isLast)
                    continue;
                var done = Read(buffer.AsSpan(0, filled), isLast);
                filled -= done;
                due = filled > BufferSize ? Math.Min(2 * filled, LongestRecord) : 0;
                buffer.AsSpan(done, filled).CopyTo(buffer);
            }
        }
        finally
        {
            // The pool belongs to the whole process, and this was personal data.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return head;
    }

    /// <summary>What the answer says. A body that was not read as it came is read here.</summary>
    /// <exception cref="JsonException">It is no JSON object that this service could mean.</exception>
    public ServiceAnswer Complete(KaptureReply reply)
    {
        if (!reply.IsStreamed)
        {
            Begin();
            _reader.IsMasked = reply.IsMasked;
            Read(reply.Body, isLast: true);
        }

        return _failure is null ? _reader.Answer : throw _failure;
    }

    private void Begin()
    {
        _reader = new AnswerReader(zone, words);
        _failure = null;
        Count = 0;
        IsCut = false;
        IsTooLong = false;
    }

    private void GiveUp()
    {
        IsTooLong = true;
        _failure = new JsonException("The answer is longer than any answer of this service can be.");
    }

    private int Read(ReadOnlySpan<byte> text, bool isLast)
    {
        var done = 0;
        try
        {
            // As if more were to come first: what fails only because nothing does has been cut.
            done = _reader.Read(text, isLast: false);
            if (isLast)
            {
                IsCut = _reader.IsOpen;
                done += _reader.Read(text.Slice(done), isLast: true);
                IsCut = false;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not the way's fault, so nothing to repeat: it is told once the answer is complete.
            _failure = e as JsonException ?? new JsonException(e.Message, e);
        }

        if (_reader.Answer.TakeCustomers() is { } customers)
        {
            Count += customers.Count;
            handOn(customers);
        }

        return done;
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

#if NET
    private static ValueTask<int> ReadAsync(Stream body, byte[] buffer, int filled, CancellationToken cancellationToken) =>
        body.ReadAsync(buffer.AsMemory(filled), cancellationToken);
#else
    private static Task<int> ReadAsync(Stream body, byte[] buffer, int filled, CancellationToken cancellationToken) =>
        body.ReadAsync(buffer, filled, buffer.Length - filled, cancellationToken);
#endif
}
