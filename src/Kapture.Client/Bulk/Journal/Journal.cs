using System.Runtime.CompilerServices;
using System.Text;

namespace Kapture;

/// <summary>
/// What has become of each row of a bulk write, in a file that only grows: a run that was killed is run again with the same
/// journal, and sends what was not done. Rows are known by their content, and by how often that content has occurred.
/// </summary>
/// <remarks>
/// <para>The line that a row is begun is with the operating system before its request leaves, in one write that takes along
/// whatever else waits. The line that it is finished follows within 100 ms. All is on the disk within 1.1 s of that, and
/// when the journal is disposed of. So a killed process loses at most the ends of rows, which the next run looks up; a
/// power cut can lose the last second or so altogether.</para>
/// <para>In memory a row takes 60 to 75 bytes, whatever is in it.</para>
/// </remarks>
public sealed class Journal : IDisposable
{
    private static readonly TimeSpan _untilWritten = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _untilOnDisk = TimeSpan.FromSeconds(1);

    // Finished lines wait for the next row to begin, but no more of them than this.
    private const int LongestWait = 64 * 1024;

    private readonly object _gate = new();
    private readonly object _flushing = new();
    private readonly JournalBook _book = new();
    private readonly JournalBuffer _buffer = new();
    private readonly IJournalFile _file;
    private readonly string _path;
    private readonly byte[] _operation;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly IDisposable? _lock;
    private long _length;
    private long _flushedAt;
    private bool _isTorn;
    private bool _isDirty;
    private bool _isTimed;
    private bool _hasReported;
    private bool _isDisposed;
    private KaptureException? _pending;

    /// <summary>Takes over a file and what keeps others from it; on failure they are the caller's still.</summary>
    internal Journal(IJournalFile file, string path, KaptureOperation operation, string host, TimeProvider time, Dialect? dialect = null, IDisposable? held = null, CancellationToken cancellationToken = default)
    {
        _file = file;
        _path = path;
        _operation = Encoding.UTF8.GetBytes(operation + "\n");
        _time = time;
        _lock = held;
        Load(new JournalHeader(operation, (dialect ?? Dialect.V1).Name, host), cancellationToken);
        _flushedAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Opens a journal for a run, or begins one where there is none. A torn end is cut off.</summary>
    /// <param name="path">The full path of the file. Another file, with <c>.lock</c> after its name, is made beside it and stays.</param>
    /// <param name="operation">What the run does with its rows.</param>
    /// <param name="host">The host of the service; a port is ignored.</param>
    /// <param name="time">The clock.</param>
    /// <param name="dialect">The dialect in which the rows are worded; V1 by default.</param>
    /// <param name="cancellationToken">Stops the reading of what is there already.</param>
    /// <exception cref="KaptureException">JournalLocked: another run has it. JournalCorrupt: it cannot be read, or is of
    /// another operation, host or dialect. JournalFailed: the file system refuses.</exception>
    public static Journal Open(string path, KaptureOperation operation, string host, TimeProvider time, Dialect? dialect = null, CancellationToken cancellationToken = default)
    {
        path = JournalFile.Target(path);
        JournalFile.RefuseOthers(path, cancellationToken);
        var held = JournalFile.Lock(path);
        JournalFile? file = null;
        try
        {
            file = JournalFile.ToWrite(path);
            return new Journal(file, path, operation, host, time, dialect, held, cancellationToken);
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Reads what a journal says of each row, in the order in which they were first begun. A run may be writing it.</summary>
    /// <param name="path">The full path of the file; nothing is made or changed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="KaptureException">JournalCorrupt: it cannot be read. JournalFailed: the file system refuses.</exception>
    public static IEnumerable<JournalEntry> Read(string path, CancellationToken cancellationToken = default)
    {
        using var file = JournalFile.ToRead(JournalFile.Target(path));
        return Read(file, path, cancellationToken);
    }

    internal static IReadOnlyList<JournalEntry> Read(IJournalFile file, string path, CancellationToken cancellationToken = default)
    {
        var entries = new List<JournalEntry>();
        var places = new Dictionary<(RowKey, int), int>();
        var reader = new JournalReader(file, path, cancellationToken);
        if (reader.ReadHeader() is not { } header)
            return entries;
        while (reader.TryRead(withError: true, out var line))
        {
            if (!places.TryGetValue((line.Key, line.Occurrence), out var place))
            {
                places.Add((line.Key, line.Occurrence), place = entries.Count);
                entries.Add(new JournalEntry(header.Operation, line));
            }

            entries[place].Apply(line);
        }

        return entries;
    }

    /// <summary>Brings a row of this run together with what an earlier one left of it. Writes nothing; any thread may call.</summary>
    /// <param name="row">The number of the row, counted from 1.</param>
    /// <param name="content">The bytes that make the row what it is.</param>
    [MethodImpl(HotPath.Compile)]
    internal JournalRow Enter(int row, ReadOnlySpan<byte> content)
    {
        var key = RowKey.Of(_operation, content);
        lock (_gate)
            return _book.Enter(row, key);
    }

    /// <summary>To be called before a row is sent: on return its line is the operating system's.</summary>
    /// <exception cref="KaptureException">JournalFailed: the row must not be sent.</exception>
    [MethodImpl(HotPath.Compile)]
    internal void Begin(JournalRow row)
    {
        lock (_gate)
        {
            ThrowPending();
            var now = _time.GetUtcNow();
            var before = _buffer.Count;
            _buffer.Began(row, now);
            try
            {
                Write();
            }
            catch
            {
                // It is not sent, so nothing may say later that it was; the ends of others still wait.
                _buffer.CutTo(before);
                throw;
            }

            row.Began ??= now;
            SetTimer();
        }
    }

    /// <summary>To be called when a row has been applied.</summary>
    /// <exception cref="KaptureException">JournalFailed; what it tells is kept, and written when the file can be again.</exception>
    [MethodImpl(HotPath.Compile)]
    internal void Done(JournalRow row, long? customerId, long? contactId)
    {
        lock (_gate)
        {
            _book.Done(row.Place, customerId, contactId);
            _buffer.Done(row, _time.GetUtcNow(), customerId, contactId);
            Added();
        }
    }

    /// <summary>To be called when a row has certainly not been applied, by none of its attempts: the next run sends it.</summary>
    /// <exception cref="KaptureException">JournalFailed, as for a row that is done.</exception>
    internal void Failed(JournalRow row, KaptureException failure)
    {
        lock (_gate)
        {
            _buffer.Failed(row, _time.GetUtcNow(), failure);
            Added();
        }
    }

    /// <summary>To be called when nobody knows whether a row has been applied: the next run looks before it sends.</summary>
    /// <exception cref="KaptureException">JournalFailed, as for a row that is done.</exception>
    internal void InDoubt(JournalRow row, KaptureException failure)
    {
        lock (_gate)
        {
            _buffer.Doubt(row, _time.GetUtcNow(), failure);
            Added();
        }
    }

    /// <summary>What other rows with this row's content have become, in this run or an earlier one.</summary>
    internal OtherRows OthersLike(JournalRow row)
    {
        lock (_gate)
            return _book.OthersLike(row.Key);
    }

    /// <summary>Brings everything to the disk, and says what could not be written before.</summary>
    /// <exception cref="KaptureException">JournalFailed.</exception>
    internal void Flush()
    {
        lock (_flushing)
        {
            lock (_gate)
            {
                ThrowPending();
                Write();
            }

            FlushToDisk();
            lock (_gate)
                ThrowPending();
        }
    }

    /// <summary>Brings everything to the disk, and lets others have the journal.</summary>
    /// <exception cref="KaptureException">JournalFailed, where no other call has said so.</exception>
    public void Dispose()
    {
        lock (_flushing)
        {
            if (_isDisposed)
                return;
            KaptureException? failure = null;
            lock (_gate)
            {
                _isDisposed = true;
                failure = TryWrite();
            }

            FlushToDisk();
            _timer.Dispose();
            _file.Dispose();
            _lock?.Dispose();
            if ((_pending ?? (_hasReported ? null : failure)) is { } unsaid)
                throw unsaid;
        }
    }

    private void Load(JournalHeader asked, CancellationToken cancellationToken)
    {
        var reader = new JournalReader(_file, _path, cancellationToken);
        var header = reader.ReadHeader();
        if (header is { } itsOwn && !itsOwn.IsSameAs(asked))
            throw JournalErrors.Other(_path, itsOwn, asked);
        while (header is not null && reader.TryRead(withError: false, out var line))
            _book.Apply(line);
        try
        {
            _length = reader.Good;
            if (_file.Length > _length)
                _file.SetLength(_length);
            var missing = header is null ? asked.ToLine() : reader.LacksEnd ? "\n"u8.ToArray() : [];
            if (missing.Length == 0)
                return;
            _file.Write(_length, missing, missing.Length);
            _length += missing.Length;
            _isDirty = true;
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            throw JournalErrors.Of(_path, e);
        }
    }

    private void Added()
    {
        SetTimer();
        ThrowPending();
        if (_buffer.Count >= LongestWait)
            Write();
    }

    [MethodImpl(HotPath.Compile)]
    private void Write()
    {
        if (TryWrite() is not { } failure)
            return;
        _hasReported = true;
        throw failure;
    }

    [MethodImpl(HotPath.Compile)]
    private KaptureException? TryWrite()
    {
        if (_buffer.Count == 0)
            return null;
        try
        {
            if (_isTorn)
                CutOff();
            _file.Write(_length, _buffer.Bytes, _buffer.Count);
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            _isTorn = true;
            TryCutOff();
            return JournalErrors.Of(_path, e);
        }

        _length += _buffer.Count;
        _buffer.CutTo(0);
        _isDirty = true;
        _hasReported = false;
        return null;
    }

    // Part of what could not be written may be there, and nothing must follow it.
    private void CutOff()
    {
        _file.SetLength(_length);
        _isTorn = false;
    }

    private void TryCutOff()
    {
        try
        {
            CutOff();
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            // The next write tries again, and if there is none, the next run cuts it off.
        }
    }

    private void SetTimer()
    {
        if (_isTimed)
            return;
        _isTimed = true;
        _timer.Change(_untilWritten, Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        lock (_flushing)
        {
            bool isDue;
            lock (_gate)
            {
                if (_isDisposed)
                    return;
                _pending ??= TryWrite();
                isDue = _time.GetElapsedTime(_flushedAt) >= _untilOnDisk;
            }

            if (isDue)
                FlushToDisk();
            lock (_gate)
            {
                // After a failure only the next call can say what to do.
                _isTimed = false;
                if (_pending is null && (_buffer.Count > 0 || _isDirty))
                    SetTimer();
            }
        }
    }

    // Without the gate: rows go on while the disk works.
    private void FlushToDisk()
    {
        lock (_gate)
        {
            if (!_isDirty)
                return;
            _isDirty = false;
            _flushedAt = _time.GetTimestamp();
        }

        try
        {
            _file.FlushToDisk();
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            lock (_gate)
            {
                _isDirty = true;
                _pending ??= JournalErrors.Of(_path, e);
            }
        }
    }

    private void ThrowPending()
    {
        if (_isDisposed)
            throw new InvalidOperationException("The journal is closed.");
        if (_pending is not { } failure)
            return;
        _pending = null;
        _hasReported = true;
        throw failure;
    }
}
