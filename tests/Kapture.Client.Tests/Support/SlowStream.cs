using System.Threading.Channels;

namespace Kapture.Tests;

/// <summary>A body that comes when the test says so, and can break off.</summary>
internal sealed class SlowStream : Stream
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();
    private byte[] _piece = [];
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public SlowStream Give(ReadOnlySpan<byte> piece)
    {
        _pieces.Writer.TryWrite(piece.ToArray());
        return this;
    }

    public void End() => _pieces.Writer.Complete();

    public SlowStream Break()
    {
        _pieces.Writer.Complete(BrokenConnection.EndedInBody());
        return this;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
#else
    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
#endif
    {
        if (_at == _piece.Length)
        {
            if (!await _pieces.Reader.WaitToReadAsync(cancellationToken))
                return 0;
            (_piece, _at) = (await _pieces.Reader.ReadAsync(cancellationToken), 0);
        }

        var count = Math.Min(buffer.Length, _piece.Length - _at);
        _piece.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
