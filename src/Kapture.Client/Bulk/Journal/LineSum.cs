using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// The sum at the end of a line about a row, by which a line shows that it is as it was written: FNV-1a over all that stands
/// before it. One letter that has become another always changes it; in a time or an id nothing else would tell.
/// </summary>
internal static class LineSum
{
    private const int Digits = 8;

    /// <summary>How much of a line it takes, in bytes, the closing bracket included.</summary>
    public const int Length = 8 + Digits + 2;

    private static ReadOnlySpan<byte> Before => ",\"sum\":\""u8;

    private static ReadOnlySpan<byte> Behind => "\"}"u8;

    /// <summary>Writes the end of a line.</summary>
    /// <param name="line">The line so far.</param>
    /// <param name="end">Where its end goes; <see cref="Length"/> bytes.</param>
    [MethodImpl(HotPath.Compile)]
    public static void Write(ReadOnlySpan<byte> line, Span<byte> end)
    {
        Before.CopyTo(end);
        var sum = Of(line);
        for (var i = 0; i < Digits; i++)
        {
            var digit = (int)(sum >> (28 - (4 * i))) & 0xF;
            end[Before.Length + i] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }

        Behind.CopyTo(end.Slice(Before.Length + Digits));
    }

    /// <summary>Whether a line is as it was written; one without a sum may be, for nothing says otherwise.</summary>
    public static bool Fits(ReadOnlySpan<byte> line)
    {
        // An editor may have put a blank or a carriage return behind it.
        while (line.Length > 0 && line[line.Length - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
            line = line.Slice(0, line.Length - 1);
        var start = line.Length - Length;
        if (start < 0 || !line.Slice(start).StartsWith(Before) || !line.EndsWith(Behind))
            return true;
        Span<byte> end = stackalloc byte[Length];
        Write(line.Slice(0, start), end);
        return line.Slice(start).SequenceEqual(end);
    }

    [MethodImpl(HotPath.Compile)]
    private static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = 2166136261;
        foreach (var b in bytes)
            sum = (sum ^ b) * 16777619;
        return sum;
    }
}
