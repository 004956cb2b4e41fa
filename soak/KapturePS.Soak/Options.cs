using System.Globalization;

namespace KapturePS.Soak;

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    /// <summary>The full soak.</summary>
    public const long DefaultOperations = 2_000_000;

    /// <summary>The rows of the part through the cmdlets.</summary>
    public const int DefaultShellRows = 100_000;

    /// <summary>How many operations.</summary>
    public long Operations { get; private set; } = DefaultOperations;

    /// <summary>Where chance begins.</summary>
    public int Seed { get; private set; } = Random.Shared.Next(1, 1_000_000);

    /// <summary>The one epoch to run; <see langword="null"/> for all.</summary>
    public int? Epoch { get; private set; }

    /// <summary>How many rows at once; <see langword="null"/> for what each epoch chooses.</summary>
    public int? Throttle { get; private set; }

    /// <summary>How many rows go through the cmdlets; 0 for none.</summary>
    public int ShellRows { get; private set; } = DefaultShellRows;

    /// <summary>Whether soak/results.md is written.</summary>
    public bool Save { get; private set; }

    /// <summary>A PowerShell and its first arguments; empty where there is none.</summary>
    public IReadOnlyList<string> PowerShell { get; private set; } = [];

    /// <summary>Whether the soak ends when its standard input does.</summary>
    public bool StopWithInput { get; private set; }

    public bool Help { get; private set; }

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
                case "--save":
                    options.Save = true;
                    break;
                case "--stop-with-stdin":
                    options.StopWithInput = true;
                    break;
                case "--operations":
                    options.Operations = Number(arguments, ++i, 1);
                    break;
                case "--seed":
                    options.Seed = Number(arguments, ++i, 0);
                    break;
                case "--epoch":
                    options.Epoch = Number(arguments, ++i, 1);
                    break;
                case "--throttle":
                    options.Throttle = Number(arguments, ++i, 1);
                    break;
                case "--shell-rows":
                    options.ShellRows = Number(arguments, ++i, 0);
                    break;
                case "--powershell" when i + 1 < arguments.Length:
                    options.PowerShell = arguments[++i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    break;
                default:
                    throw new FormatException($"{arguments[i]} is no option of the soak.");
            }
        }

        return options;
    }

    private static int Number(string[] arguments, int i, int least) =>
        i < arguments.Length && int.TryParse(arguments[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{arguments[i - 1]} takes a number from {least}.");
}
