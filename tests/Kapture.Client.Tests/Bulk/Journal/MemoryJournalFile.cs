using System.Text;

namespace Kapture.Tests.Bulk;

/// <summary>A journal's file without a disk: what was written is what a killed process leaves.</summary>
internal sealed class MemoryJournalFile(byte[]? content = null) : IJournalFile
{
    private readonly object _gate = new();
    private byte[] _content = content ?? [];

    /// <summary>The size from which on the disk is full.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Whether the disk refuses to flush.</summary>
    public bool RefusesToFlush { get; set; }

    /// <summary>Whether the file cannot be shortened either.</summary>
    public bool RefusesToCut { get; set; }

    public int Writes { get; private set; }

    public int Flushes { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>The end of what was on the disk at the last flush.</summary>
    public long Flushed { get; private set; }

    public byte[] Content
    {
        get
        {
            lock (_gate)
                return [.. _content];
        }
    }

    public string Text => Encoding.UTF8.GetString(Content);

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public long Length => _content.Length;

    public int Read(long offset, byte[] bytes, int start, int count)
    {
        var there = (int)Math.Min(count, _content.Length - offset);
        Array.Copy(_content, offset, bytes, start, there);
        return there;
    }

    public void Write(long offset, byte[] bytes, int count)
    {
        lock (_gate)
        {
            Assert.False(IsDisposed);
            Assert.InRange(offset, 0, _content.Length);
            Writes++;
            var fits = (int)Math.Min(count, Math.Max(0, Capacity - offset));
            if (offset + fits > _content.Length)
                Array.Resize(ref _content, (int)offset + fits);
            Array.Copy(bytes, 0, _content, offset, fits);
            if (fits < count)
                throw new IOException("No space left on device.");
        }
    }

    public void SetLength(long length)
    {
        if (RefusesToCut)
            throw new IOException("Input/output error.");
        lock (_gate)
            Array.Resize(ref _content, (int)length);
    }

    public void FlushToDisk()
    {
        Assert.False(IsDisposed);
        if (RefusesToFlush)
            throw new IOException("Input/output error.");
        Flushes++;
        Flushed = Length;
    }

    public void Dispose() => IsDisposed = true;
}
