using System.Buffers;

namespace Kapture.Emulator.Json;

/// <summary>A growing buffer that is used again and again by its thread.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    // A page of a thousand customers takes about two megabytes; what is larger is not kept.
    private const int KeptSize = 4 << 20;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray()
    {
#if NET
        // A page is large: clearing what is overwritten at once would cost as much as the copy.
        var copy = GC.AllocateUninitializedArray<byte>(Length);
        Written.CopyTo(copy);
        return copy;
#else
        return Written.ToArray();
#endif
    }

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptSize)
            _bytes = new byte[4096];
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 256);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
