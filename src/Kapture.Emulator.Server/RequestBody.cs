using System.Buffers;
using System.IO.Pipelines;

namespace Kapture.Emulator.Server;

/// <summary>A whole request body, without a copy where it lies in one piece. It must be disposed of before the pipe is used again.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly PipeReader _reader;
    private readonly SequencePosition _end;

    private RequestBody(PipeReader reader, ReadOnlySequence<byte> bytes)
    {
        _reader = reader;
        _end = bytes.End;
        Bytes = bytes.IsSingleSegment ? bytes.First : bytes.ToArray();
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static async ValueTask<RequestBody> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCompleted)
                return new RequestBody(reader, result.Buffer);

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public void Dispose() => _reader.AdvanceTo(_end);
}
