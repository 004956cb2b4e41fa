namespace Kapture.Emulator.Store;

/// <summary>Invented names in the scripts that an Indian customer list holds, and a few others.</summary>
internal static class InventedPeople
{
    private static readonly Script[] _scripts =
    [
        new(
            [("Asha", "asha", "Female"), ("Vikram", "vikram", "Male"), ("Zoë", "zoe", "Female"), ("Imran", "imran", "Male")],
            [("Rao", "rao"), ("D'Souza", "dsouza"), ("Iyer", "iyer"), ("Müller", "mueller"), ("O’Brien", "obrien")]),
        new(
            [("आशा", "asha", "Female"), ("विक्रम", "vikram", "Male"), ("सुनीता", "sunita", "Female"), ("अर्जुन", "arjun", "Male")],
            [("शर्मा", "sharma"), ("वर्मा", "varma"), ("त्रिपाठी", "tripathi"), ("देशमुख", "deshmukh")]),
        new(
            [("கவிதா", "kavitha", "Female"), ("முருகன்", "murugan", "Male"), ("செல்வி", "selvi", "Female")],
            [("சுப்பிரமணியன்", "subramanian"), ("ராமசாமி", "ramasamy"), ("நாகராஜன்", "nagarajan")]),
        new(
            [("অনন্যা", "ananya", "Female"), ("সৌরভ", "sourav", "Male"), ("মিতালী", "mitali", "Female")],
            [("চট্টোপাধ্যায়", "chattopadhyay"), ("সেন", "sen"), ("দাশগুপ্ত", "dasgupta")]),
        new(
            [("లక్ష్మి", "lakshmi", "Female"), ("వెంకట్", "venkat", "Male")],
            [("రెడ్డి", "reddy"), ("నాయుడు", "naidu"), ("శాస్త్రి", "sastry")]),
        new(
            [("عائشہ", "ayesha", "Female"), ("یوسف", "yusuf", "Male")],
            [("خان", "khan"), ("انصاری", "ansari")]),
        new(
            [("美玲", "meiling", "Female"), ("健太", "kenta", "Male")],
            [("陳", "chen"), ("山田", "yamada"), ("𠮷野", "yoshino")]),
    ];

    public static InventedPerson At(int number)
    {
        var roll = Mix(number);

        // Every other name is in Latin letters, as in a real list.
        var script = roll % 2 == 0 ? _scripts[0] : _scripts[(int)(roll / 2 % (uint)_scripts.Length)];
        return script.At(roll / 64, roll / 1024);
    }

    /// <summary>The same unpredictable value for the same number, on every machine.</summary>
    public static uint Mix(int number)
    {
        unchecked
        {
            var mixed = (ulong)number + 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return (uint)(mixed ^ (mixed >> 31));
        }
    }

    private sealed class Script((string Name, string Ascii, string Gender)[] first, (string Name, string Ascii)[] last)
    {
        // Everybody that the script has, so that nobody's name is put together twice.
        private readonly InventedPerson[] _people =
            [.. first.SelectMany(f => last.Select(l => new InventedPerson(f.Name + " " + l.Name, f.Ascii + "." + l.Ascii, f.Gender)))];

        public InventedPerson At(uint firstRoll, uint lastRoll) =>
            _people[((int)(firstRoll % (uint)first.Length) * last.Length) + (int)(lastRoll % (uint)last.Length)];
    }
}
