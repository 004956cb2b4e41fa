namespace Kapture;

/// <summary>
/// Texts that come again and again (cities, countries, status letters), kept once: a million customers need no million
/// copies. Bounded, and safe for any number of threads: who comes too late for a place makes a copy.
/// </summary>
internal sealed class WordCache
{
    private const int Places = 1024;
    private const int LongestWord = 32;

    private readonly Word?[] _words = new Word?[Places];

    /// <summary>The text.</summary>
    /// <param name="utf8">The text as it came, without escapes.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestWord)
            return Text.FromUtf8(utf8);

        var place = Hash(utf8) % Places;
        if (_words[place] is { } known && utf8.SequenceEqual(known.Utf8))
            return known.Text;
        var word = new Word(utf8.ToArray(), Text.FromUtf8(utf8));
        _words[place] = word;
        return word.Text;
    }

    // Its length, its ends and its middle: words that agree in all of them share a place, which costs no more than a copy.
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var length = utf8.Length;
        if (length == 0)
            return 0;
        var ends = (uint)(utf8[0] | (utf8[length >> 2] << 8) | (utf8[length >> 1] << 16) | (utf8[length - 1] << 24));
        var hash = (ends ^ ((uint)length * 0x9E3779B1)) * 0x85EBCA6B;
        return hash ^ (hash >> 15);
    }

    private sealed class Word(byte[] utf8, string text)
    {
        public byte[] Utf8 { get; } = utf8;

        public string Text { get; } = text;
    }
}
