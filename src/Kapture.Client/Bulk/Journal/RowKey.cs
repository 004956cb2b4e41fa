using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Kapture;

/// <summary>The content of a row, as the first 16 bytes of its SHA-256.</summary>
internal readonly struct RowKey(ulong high, ulong low) : IEquatable<RowKey>
{
    private const int HalfDigits = 16;

#if !NET
    [ThreadStatic]
    private static SHA256? _sha256;
#endif

    private readonly ulong _high = high;
    private readonly ulong _low = low;

    /// <summary>How many hexadecimal digits it is written with.</summary>
    public const int Digits = 2 * HalfDigits;

    /// <summary>The key of a content.</summary>
    /// <param name="operation">The operation, in bytes: one content, added or changed, is not the same row.</param>
    /// <param name="content">The content.</param>
    [MethodImpl(HotPath.Compile)]
    public static RowKey Of(ReadOnlySpan<byte> operation, ReadOnlySpan<byte> content)
    {
        var length = operation.Length + content.Length;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        operation.CopyTo(bytes);
        content.CopyTo(bytes.AsSpan(operation.Length));
#if NET
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, length), hash);
#else
        ReadOnlySpan<byte> hash = (_sha256 ??= SHA256.Create()).ComputeHash(bytes, 0, length);
#endif
        ArrayPool<byte>.Shared.Return(bytes);
        return new RowKey(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash.Slice(8)));
    }

    /// <summary>Reads the digits that <see cref="Format"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, out RowKey key)
    {
        key = default;
        if (digits.Length != Digits
            || !Utf8Parser.TryParse(digits.Slice(0, HalfDigits), out ulong high, out var first, 'x') || first != HalfDigits
            || !Utf8Parser.TryParse(digits.Slice(HalfDigits), out ulong low, out var second, 'x') || second != HalfDigits)
            return false;
        key = new RowKey(high, low);
        return true;
    }

    /// <summary>Writes the digits; there must be room for them.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Format(Span<byte> digits)
    {
        var format = new StandardFormat('x', HalfDigits);
        Utf8Formatter.TryFormat(_high, digits, out _, format);
        Utf8Formatter.TryFormat(_low, digits.Slice(HalfDigits), out _, format);
    }

    public string ToString(int occurrence) => string.Format(CultureInfo.InvariantCulture, "{0:x16}{1:x16}-{2}", _high, _low, occurrence);

    public bool Equals(RowKey other) => _low == other._low && _high == other._high;

    public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

    public override int GetHashCode() => (int)_low;
}
