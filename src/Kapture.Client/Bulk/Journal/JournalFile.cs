namespace Kapture;

/// <summary>What a journal needs of a file. One caller at a time, but for <see cref="FlushToDisk"/>.</summary>
internal interface IJournalFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to so many bytes; 0 at the end.</summary>
    int Read(long offset, byte[] bytes, int start, int count);

    /// <summary>Writes all of the bytes; on return they are the operating system's.</summary>
    void Write(long offset, byte[] bytes, int count);

    void SetLength(long length);

    /// <summary>Waits until all that was written is on the disk. May run beside a write.</summary>
    void FlushToDisk();
}

/// <summary>The file itself, open to readers and to everything else that does not lock it.</summary>
internal sealed class JournalFile : IJournalFile
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

#if NET
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;

    private JournalFile(string path, FileMode mode, FileAccess access) => _file = File.OpenHandle(path, mode, access, Shared);

    public long Length => RandomAccess.GetLength(_file);

    public int Read(long offset, byte[] bytes, int start, int count) => RandomAccess.Read(_file, bytes.AsSpan(start, count), offset);

    public void Write(long offset, byte[] bytes, int count) => RandomAccess.Write(_file, bytes.AsSpan(0, count), offset);

    public void SetLength(long length) => RandomAccess.SetLength(_file, length);

    public void FlushToDisk() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
#else
    // A stream knows one caller at a time, and flushing takes long: it has one of its own.
    private readonly FileStream _file;
    private readonly FileStream? _flushed;

    private JournalFile(string path, FileMode mode, FileAccess access)
    {
        _file = new FileStream(path, mode, access, Shared, bufferSize: 1);
        _flushed = access == FileAccess.Read ? null : new FileStream(path, FileMode.Open, access, Shared, bufferSize: 1);
    }

    public long Length => _file.Length;

    public int Read(long offset, byte[] bytes, int start, int count)
    {
        _file.Position = offset;
        return _file.Read(bytes, start, count);
    }

    public void Write(long offset, byte[] bytes, int count)
    {
        _file.Position = offset;
        _file.Write(bytes, 0, count);
        _file.Flush();
    }

    public void SetLength(long length) => _file.SetLength(length);

    public void FlushToDisk() => _flushed?.Flush(flushToDisk: true);

    public void Dispose()
    {
        _flushed?.Dispose();
        _file.Dispose();
    }
#endif

    /// <summary>Opens it to be read; nothing is made.</summary>
    /// <exception cref="KaptureException">JournalFailed.</exception>
    public static JournalFile ToRead(string path) => Open(path, FileMode.Open, FileAccess.Read);

    /// <summary>Opens it to be written, and makes it where it is missing.</summary>
    /// <exception cref="KaptureException">JournalFailed.</exception>
    /// <remarks>An error in it may quote a row: on Unix one that is made here is its owner's alone. On Windows its folder says whose it is.</remarks>
    public static JournalFile ToWrite(string path)
    {
        try
        {
            Make(path, Shared).Dispose();
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            throw JournalErrors.Of(path, e);
        }

        return Open(path, FileMode.Open, FileAccess.ReadWrite);
    }

    /// <summary>Refuses what is no journal, before anything is made beside a file that is none of ours.</summary>
    /// <exception cref="KaptureException">JournalCorrupt or JournalFailed.</exception>
    public static void RefuseOthers(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return;
        using var file = ToRead(path);
        _ = new JournalReader(file, path, cancellationToken).ReadHeader();
    }

    /// <summary>Keeps every other run away, of this process and of others, for as long as it is not disposed of.</summary>
    /// <remarks>
    /// On Linux an exclusive lock of the journal itself would keep its readers out, so a file beside it is locked. It stays:
    /// who deleted it could delete the one that a third run has just locked.
    /// </remarks>
    /// <exception cref="KaptureException">JournalLocked or JournalFailed.</exception>
    public static IDisposable Lock(string path)
    {
        try
        {
            return Make(path + ".lock", FileShare.None);
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            throw JournalErrors.Of(path, e);
        }
    }

    /// <summary>The file that a path means: two links to one journal share its lock.</summary>
    public static string Target(string path)
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
            throw JournalErrors.NoName(path);
        if (Directory.Exists(path))
            throw JournalErrors.IsFolder(path);
#if NET
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            // Opening it says what is wrong.
            return path;
        }
#else
        return path;
#endif
    }

    private static FileStream Make(string path, FileShare share)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
#endif
    }

    private static JournalFile Open(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return new JournalFile(path, mode, access);
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            throw JournalErrors.Of(path, e);
        }
    }
}
