namespace Kapture.Emulator.Http;

/// <summary>A body that comes in small pieces with pauses, breaks off in the middle, or stands still there.</summary>
internal sealed class FaultyStream(ReadOnlyMemory<byte> body, EmulatorDelivery delivery, TimeSpan pause, TimeProvider time) : Stream
{
    private readonly int _end = delivery is EmulatorDelivery.Truncated or EmulatorDelivery.Stalled ? body.Length / 2 : body.Length;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Take(buffer.AsSpan(offset, count));
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Take(buffer.Span);
    }
#endif

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private Task WaitAsync(CancellationToken cancellationToken) =>
        delivery == EmulatorDelivery.Slow && _position > 0 && _position < _end ? time.WaitAsync(pause, cancellationToken)
        : delivery == EmulatorDelivery.Stalled && _position == _end ? Task.Delay(Timeout.Infinite, cancellationToken)
        : Task.CompletedTask;

    private int Take(Span<byte> buffer)
    {
        if (_position == _end && _end < body.Length)
            throw LostConnection.Within();

        var size = Math.Min(Math.Min(buffer.Length, BodyPieces.SizeOf(body.Length)), _end - _position);
        body.Span.Slice(_position, size).CopyTo(buffer);
        _position += size;
        return size;
    }
}
