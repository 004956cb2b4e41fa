using System.Text;

namespace Kapture;

/// <summary>
/// Reads a journal line by line, whatever its size. What a killed process or a power cut leaves at the end, part of a line
/// or zeros, is not read, and <see cref="Good"/> says where it begins. A last line that lacks nothing but its end is read.
/// </summary>
internal sealed class JournalReader(IJournalFile file, string path, CancellationToken cancellationToken = default)
{
    private readonly byte[] _bytes = new byte[64 * 1024];
    private readonly long _end = EndOfText(file, path, cancellationToken);
    private long _read;
    private int _start;
    private int _count;

    /// <summary>The number of bytes up to the end of the last line that was read.</summary>
    public long Good { get; private set; }

    /// <summary>Whether the end of the last line is missing, as an editor leaves it.</summary>
    public bool LacksEnd { get; private set; }

    /// <summary>The number of the last line that was read, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the header; to be called first.</summary>
    /// <returns>The header; <see langword="null"/> where the journal is new.</returns>
    /// <exception cref="KaptureException">JournalCorrupt: it is not a journal. JournalFailed: it cannot be read.</exception>
    public JournalHeader? ReadHeader()
    {
        if (TryReadLine(out var line))
            return JournalHeader.Parse(WithoutMark(line), path);
        return JournalHeader.IsTorn(_bytes.AsSpan(_start, _count - _start)) ? null : throw JournalErrors.NoJournal(path, "its first line is no header");
    }

    /// <summary>Reads the next line about a row.</summary>
    /// <param name="withError">Whether the text of an error is wanted.</param>
    /// <param name="line">What it says.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="KaptureException">JournalCorrupt: it is none of a journal. JournalFailed: it cannot be read.</exception>
    public bool TryRead(bool withError, out JournalLine line)
    {
        line = default;
        if (!TryReadLine(out var text) && !TryReadEnd(out text))
            return false;
        return JournalLine.TryParse(text, withError, out line) is { } problem ? throw JournalErrors.Line(path, Line, problem) : true;
    }

    // Editors of Windows put a byte order mark in front.
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.GetPreamble();
        return line.StartsWith(mark) ? line.Slice(mark.Length) : line;
    }

    // A power cut can leave a file longer than what has been written to it: the rest is zeros.
    private static long EndOfText(IJournalFile file, string path, CancellationToken cancellationToken)
    {
        try
        {
            var end = file.Length;
            var bytes = new byte[4096];
            while (end > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = (int)Math.Min(bytes.Length, end);
                if (file.Read(end - count, bytes, 0, count) != count)
                    return end;
                while (count > 0 && bytes[count - 1] == 0)
                {
                    count--;
                    end--;
                }

                if (count > 0)
                    return end;
            }

            return end;
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            throw JournalErrors.Of(path, e);
        }
    }

    private bool TryReadEnd(out ReadOnlySpan<byte> line)
    {
        line = _bytes.AsSpan(_start, _count - _start);
        if (line.Length == 0)
            return false;

        // Taken as cut short, a row that was begun would be sent again without a look.
        LacksEnd = JournalLine.TryParse(line, withError: false, out _) is null;
        if (!LacksEnd && JournalLine.IsTorn(line))
            return false;
        _start = _count;
        Good += line.Length;
        Line++;
        return true;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var searched = _start;
        while (true)
        {
            var length = _bytes.AsSpan(searched, _count - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched - _start;
                line = _bytes.AsSpan(_start, length);
                _start += length + 1;
                Good += length + 1;
                Line++;
                return true;
            }

            searched = _count - _start;
            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    private bool Fill()
    {
        _bytes.AsSpan(_start, _count - _start).CopyTo(_bytes);
        _count -= _start;
        _start = 0;
        if (_count == _bytes.Length)
            throw Line == 0 ? JournalErrors.NoJournal(path, "its first line is no header") : JournalErrors.Line(path, Line + 1, "no line of a journal is that long");
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var read = file.Read(_read, _bytes, _count, (int)Math.Min(_bytes.Length - _count, _end - _read));
            _read += read;
            _count += read;
            return read > 0;
        }
        catch (Exception e) when (JournalErrors.IsOfFile(e))
        {
            throw JournalErrors.Of(path, e);
        }
    }
}
