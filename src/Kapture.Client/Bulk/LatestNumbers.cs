namespace Kapture;

/// <summary>The numbers that came last; the oldest makes room. Not thread safe.</summary>
internal sealed class LatestNumbers
{
    // Those of more rows than can come between a write and the look-up that asks for it.
    private const int Remembered = 1 << 16;

    // Most runs never need one of these: an array of theirs would cost half a megabyte.
    private long[]? _numbers;
    private int _count;
    private int _next;

    public void Add(long number)
    {
        (_numbers ??= new long[Remembered])[_next] = number;
        _next = (_next + 1) % Remembered;
        _count = Math.Min(_count + 1, Remembered);
    }

    public bool Contains(long number) => _numbers is not null && Array.IndexOf(_numbers, number, 0, _count) >= 0;
}
