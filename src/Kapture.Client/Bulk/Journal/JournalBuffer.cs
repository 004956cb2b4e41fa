using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Kapture;

/// <summary>Lines on their way to the file: one array, used again and again, so that a line allocates nothing.</summary>
internal sealed class JournalBuffer
{
    /// <summary>How much of an error a line tells, in characters.</summary>
    public const int LongestError = 500;

    // Names, a key, a time, three numbers, a sum; an error comes on top.
    private const int LongestLine = 320;

    private byte[] _bytes = new byte[16 * 1024];
    private int _line;

    /// <summary>The array; only its first <see cref="Count"/> bytes count.</summary>
    public byte[] Bytes => _bytes;

    public int Count { get; private set; }

    /// <summary>Takes back what was added after it had so many bytes.</summary>
    public void CutTo(int count) => Count = count;

    [MethodImpl(HotPath.Compile)]
    public void Began(JournalRow row, DateTimeOffset at)
    {
        Start(row, "\",\"began\":\""u8, at);
        End();
    }

    [MethodImpl(HotPath.Compile)]
    public void Done(JournalRow row, DateTimeOffset at, long? customerId, long? contactId)
    {
        Start(row, "\",\"done\":\""u8, at);
        Id(",\"customerId\":"u8, customerId);
        Id(",\"contactId\":"u8, contactId);
        End();
    }

    public void Failed(JournalRow row, DateTimeOffset at, KaptureException failure) => Ended(row, "\",\"failed\":\""u8, at, failure);

    public void Doubt(JournalRow row, DateTimeOffset at, KaptureException failure) => Ended(row, "\",\"doubt\":\""u8, at, failure);

    private static string Words(KaptureException failure)
    {
        // The number of the row is in the line already.
        var message = failure.Message;
        var number = $"Row {failure.Row}: ";
        if (message.StartsWith(number, StringComparison.Ordinal))
            message = message.Substring(number.Length);
        var words = new StringBuilder().Append(failure.ErrorId).Append(": ").Append(message);
        if (words.Length > LongestError)
            words.Remove(LongestError - 1, words.Length - LongestError + 1).Append('…');
        return words.ToString();
    }

    private void Ended(JournalRow row, ReadOnlySpan<byte> what, DateTimeOffset at, KaptureException failure)
    {
        Start(row, what, at);
        Add(",\"error\":\""u8);

        // The encoder also mends half of an emoji, as the cut may leave it.
        var words = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Words(failure));
        Reserve(Encoding.UTF8.GetMaxByteCount(words.Length) + LongestLine);
        Count += Encoding.UTF8.GetBytes(words, 0, words.Length, _bytes, Count);
        Add("\""u8);
        End();
    }

    [MethodImpl(HotPath.Compile)]
    private void Start(JournalRow row, ReadOnlySpan<byte> what, DateTimeOffset at)
    {
        Reserve(LongestLine);
        _line = Count;
        Add("{\"row\":"u8);
        Number(row.Row);
        Add(",\"key\":\""u8);
        row.Key.Format(_bytes.AsSpan(Count));
        Count += RowKey.Digits;
        Add("-"u8);
        Number(row.Occurrence);
        Add(what);
        Time(at.UtcDateTime);
        Add("\""u8);
    }

    [MethodImpl(HotPath.Compile)]
    private void End()
    {
        LineSum.Write(_bytes.AsSpan(_line, Count - _line), _bytes.AsSpan(Count));
        Count += LineSum.Length;
        Add("\n"u8);
    }

    [MethodImpl(HotPath.Compile)]
    private void Id(ReadOnlySpan<byte> name, long? id)
    {
        if (id is not { } number)
            return;
        Add(name);
        Number(number);
    }

    [MethodImpl(HotPath.Compile)]
    private void Number(long number)
    {
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(Count), out var written);
        Count += written;
    }

    // 2026-11-22T04:48:48.123Z
    [MethodImpl(HotPath.Compile)]
    private void Time(DateTime at)
    {
        Digits(at.Year, 4);
        _bytes[Count++] = (byte)'-';
        Digits(at.Month, 2);
        _bytes[Count++] = (byte)'-';
        Digits(at.Day, 2);
        _bytes[Count++] = (byte)'T';
        Digits(at.Hour, 2);
        _bytes[Count++] = (byte)':';
        Digits(at.Minute, 2);
        _bytes[Count++] = (byte)':';
        Digits(at.Second, 2);
        _bytes[Count++] = (byte)'.';
        Digits(at.Millisecond, 3);
        _bytes[Count++] = (byte)'Z';
    }

    [MethodImpl(HotPath.Compile)]
    private void Digits(int number, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            _bytes[Count + i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        Count += count;
    }

    [MethodImpl(HotPath.Compile)]
    private void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(Count));
        Count += text.Length;
    }

    private void Reserve(int more)
    {
        if (Count + more > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(Count + more, 2 * _bytes.Length));
    }
}
