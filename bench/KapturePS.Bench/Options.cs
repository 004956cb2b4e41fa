using System.Globalization;
using System.IO.Enumeration;

namespace KapturePS.Bench;

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    /// <summary>The rows of the comparisons with other ways to send them; every other size goes in proportion.</summary>
    private const int DefaultRows = 20_000;

    private readonly List<string> _patterns = [];

    /// <summary>A PowerShell and its first arguments; empty where there is none.</summary>
    public IReadOnlyList<string> PowerShell { get; private set; } = [];

    public bool Help { get; private set; }

    /// <summary>Whether the bench ends when its standard input does.</summary>
    public bool StopWithInput { get; private set; }

    private int? Rows { get; set; }

    private int? RoundsGiven { get; set; }

    /// <summary>Whether this is the whole bench at its full size, whose results are kept.</summary>
    public bool IsFull => _patterns.Count == 0 && Rows is null;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says why.</exception>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--help" or "-h" or "-?":
                    options.Help = true;
                    break;
                case "--stop-with-stdin":
                    options.StopWithInput = true;
                    break;
                case "--rows":
                    options.Rows = Number(arguments, ++i);
                    break;
                case "--rounds":
                    options.RoundsGiven = Number(arguments, ++i);
                    break;
                case "--powershell" when i + 1 < arguments.Length:
                    options.PowerShell = arguments[++i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    break;
                case ['-', ..]:
                    throw new FormatException($"{arguments[i]} is no option of the bench.");
                default:
                    options._patterns.Add(Known(arguments[i]));
                    break;
            }
        }

        return options;
    }

    /// <summary>Whether a line was asked for.</summary>
    public bool Wants(string line) => _patterns.Count == 0 || _patterns.Exists(pattern => Fits(pattern, line));

    /// <summary>How many rows to send where the full bench sends so many.</summary>
    public int Scale(int rows) => Rows is { } given ? (int)Math.Max(1, (long)rows * given / DefaultRows) : rows;

    /// <summary>How many rounds to make where the full bench makes so many.</summary>
    public int Rounds(int rounds) => RoundsGiven ?? rounds;

    private static bool Fits(string pattern, string line) => FileSystemName.MatchesSimpleExpression(pattern, line);

    private static string Known(string pattern) => Lines.All.Any(line => Fits(pattern, line.Name))
        ? pattern
        : throw new FormatException($"No line of the bench fits '{pattern}'.");

    private static int Number(string[] arguments, int i) =>
        i < arguments.Length && int.TryParse(arguments[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{arguments[i - 1]} takes a number above 0.");
}
