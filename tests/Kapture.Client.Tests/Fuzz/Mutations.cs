using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Kapture.Tests.Fuzz;

/// <summary>Bytes that somebody has been at: cut, flipped, doubled, spliced, nested, written in another encoding.</summary>
internal static class Mutations
{
    private const int MostSteps = 3;

    // What breaks readers: half of a pair raw and escaped, overlong bytes, numbers beyond every type, what opens and closes.
    private static readonly byte[][] _morsels =
    [
        .. new[]
        {
            "\"", "\\", "{", "}", "[", "]", ",", ":", ";", "null", "true", "1e400", "-0", "007", "1.0000000000000000000000000000000001", "9223372036854775808", "\\u0000", "\\ud83d",
            "\\ude00", "\\u202e", "\uFEFF", "\u2028", "\u202F", "\0", "/*", "//", "<", "\"status\":\"success\",", "\"status\":\"fail\",", "\"id\":7,", "\"message\":[", "\"customer\":{", "\"year\":0,",
            "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", "Dec 31, 9999 11:59:59 PM", "\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFE, 0xFF], [0xFF, 0xFE],
    ];

    /// <summary>One of the bodies with one to three steps on top; sometimes none.</summary>
    public static Gen<Mutated> Of(IReadOnlyList<byte[]> bodies) => Gen.Choose(0, int.MaxValue - 1).Select(seed =>
    {
        var random = new Random(seed);
        var body = Pick(random, bodies);
        for (var steps = random.Next(MostSteps + 1); steps > 0; steps--)
            body = Step(random, body, bodies);
        return new Mutated(body, seed);
    });

    /// <summary>One step.</summary>
    public static byte[] Step(Random random, byte[] body, IReadOnlyList<byte[]> others)
    {
        var at = random.Next(body.Length + 1);
        var length = random.Next(Math.Min(64, body.Length - at) + 1);
        switch (random.Next(10))
        {
            case 0:
                return [.. body.Take(at)];
            case 1:
                return [.. body.Take(at), .. body.Skip(at + length)];
            case 2:
                return [.. body.Take(at), .. Enumerable.Repeat(body.Skip(at).Take(length), 1 + random.Next(4)).SelectMany(part => part), .. body.Skip(at)];
            case 3 when body.Length > 0:
                at = random.Next(body.Length);
                return [.. body.Take(at), (byte)(body[at] ^ (1 << random.Next(8))), .. body.Skip(at + 1)];
            case 4 when body.Length > 0:
                at = random.Next(body.Length);
                return [.. body.Take(at), (byte)random.Next(256), .. body.Skip(at + 1)];
            case 5:
                var other = Pick(random, others);
                return [.. body.Take(at), .. other.Skip(random.Next(other.Length + 1))];
            case 6:
                return Nest(random, body);
            case 7:
                return Recode(random, body);
            default:
                return [.. body.Take(at), .. Pick(random, _morsels), .. body.Skip(at)];
        }
    }

    public static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    // Around the depth at which readers give up, and far beyond it.
    private static byte[] Nest(Random random, byte[] body)
    {
        var depth = Pick(random, [1, 2, 61, 62, 63, 64, 65, 100, 5000]);
        var opening = Pick(random, ["[", "{\"a\":", "{\"message\":", "{\"Customer Details\":", "{\"contacts\":["]);
        var closing = opening[0] == '[' ? "]" : opening[opening.Length - 1] == '[' ? "]}" : "}";
        return [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(opening, depth))), .. body, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(closing, random.Next(8) == 0 ? depth - 1 : depth)))];
    }

    private static byte[] Recode(Random random, byte[] body)
    {
        var encoding = Pick(random, new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.GetEncoding("iso-8859-1"), new UTF8Encoding(true) });
        var text = Encoding.UTF8.GetString(body);
        return random.Next(2) == 0 ? encoding.GetBytes(text) : [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
    }
}

/// <summary>A body and how it came about; what a failing case prints is a line for corpus.txt.</summary>
internal sealed record Mutated(byte[] Body, int Seed)
{
    public override string ToString() => $"{Corpus.Encode(Body)} (seed {Seed})";
}
