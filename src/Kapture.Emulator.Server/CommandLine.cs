using System.Globalization;
using System.Text.Json;

namespace Kapture.Emulator.Server;

/// <summary>What the command line asks for.</summary>
internal sealed class CommandLine
{
    public EmulatorServerOptions Options { get; private set; } = new();

    public bool Help { get; private set; }

    public bool StopWithInput { get; private set; }

    private EmulatorOptions Emulator
    {
        get => Options.Emulator;
        set => Options = Options with { Emulator = value };
    }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">One of them is unknown or bad; the message says which.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (!line.TrySwitch(name))
                line.Set(name, () => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value."));
        }

        line.CheckCredential();
        return line;
    }

    private bool TrySwitch(string name)
    {
        switch (name)
        {
            case "--help" or "-h":
                Help = true;
                return true;
            case "--stop-with-stdin":
                StopWithInput = true;
                return true;
            case "--match-existing":
                Emulator = Emulator with { MatchExisting = true };
                return true;
            default:
                return false;
        }
    }

    private void Set(string name, Func<string> value)
    {
        switch (name)
        {
            case "--port":
                Options = Options with { Port = Number(name, value(), 0, 65535) };
                break;
            case "--token":
                Emulator = Emulator with { Token = NotBlank(name, value()) };
                break;
            case "--key":
                AddKey(Key(name, value()));
                break;
            case "--expired-key":
                AddKey(new EmulatorKey(NotBlank(name, value())) { IsExpired = true });
                break;
            case "--account":
                Emulator = Emulator with { AccountId = Number(name, value(), 1, int.MaxValue) };
                break;
            case "--seed":
                Emulator = Emulator with { Seed = Number(name, value(), 0, EmulatorOptions.MaxSeed) };
                break;
            case "--seed-start":
                Emulator = Emulator with { SeedStart = Day(name, value()) };
                break;
            case "--seed-days":
                Emulator = Emulator with { SeedDays = Number(name, value(), 1, 100_000) };
                break;
            case "--latency":
                Emulator = Emulator with { Latency = TimeSpan.FromMilliseconds(Number(name, value(), 0, int.MaxValue)) };
                break;
            case "--end-date":
                Emulator = Emulator with { EndDate = OneOf(name, value(), ("inclusive", EndDateReading.Inclusive), ("exclusive", EndDateReading.Exclusive)) };
                break;
            case "--pull-order":
                Emulator = Emulator with { PullOrder = OneOf(name, value(), ("oldest", PullOrder.OldestFirst), ("newest", PullOrder.NewestFirst)) };
                break;
            case "--arrivals":
                Emulator = Emulator with { ArrivalsPerPull = Number(name, value(), 0, EmulatorOptions.MaxArrivalsPerPull) };
                break;
            case "--max-arrivals":
                Emulator = Emulator with { MaxArrivals = Number(name, value(), 0, int.MaxValue) };
                break;
            case "--max-limit":
                Emulator = Emulator with { MaxLimit = Number(name, value(), 1, int.MaxValue) };
                break;
            case "--dialect":
                Emulator = Emulator with { Dialects = OneOf(name, value(), ("v1", EmulatorDialects.V1), ("legacy", EmulatorDialects.Legacy), ("both", EmulatorDialects.Both)) };
                break;
            case "--legacy-dates":
                Emulator = Emulator with { LegacyDates = OneOf(name, value(), ("any", LegacyDates.Any), ("day", LegacyDates.DayOnly), ("time", LegacyDates.WithTime)) };
                break;
            case "--legacy-quirks":
                Emulator = Emulator with { LegacyQuirks = AllOf<LegacyQuirks>(name, value(), static (all, one) => all | one) };
                break;
            case "--failure-status":
                Emulator = Emulator with { FailureStatus = OneOf(name, value(), ("200", FailureStatus.Ok200), ("documented", FailureStatus.Documented)) };
                break;
            case "--user":
                Emulator = Emulator with { UserName = NotBlank(name, value()) };
                break;
            case "--password":
                Emulator = Emulator with { Password = value() };
                break;
            case "--now":
                Options = Options with { Time = new RunningClock(Instant(name, value())) };
                break;
            default:
                throw new FormatException($"Unknown option '{name}'.");
        }
    }

    private void AddKey(EmulatorKey key) => Emulator = Emulator with { Keys = [.. Emulator.Keys, key] };

    private void CheckCredential()
    {
        if (Emulator.UserName is null != Emulator.Password is null)
            throw new FormatException("--user and --password go together.");
    }

    private static string NotBlank(string name, string text) =>
        string.IsNullOrWhiteSpace(text) ? throw new FormatException($"{name} must not be blank.") : text;

    // TOKEN, or TOKEN=add,update: a key may end in = itself, as base64 does, and there is nothing behind that one.
    private static EmulatorKey Key(string name, string text)
    {
        var at = text.LastIndexOf('=');
        if (at < 0 || at == text.Length - 1)
            return new EmulatorKey(NotBlank(name, text));

        var choices = Enum.GetValues<EmulatorOperation>().Where(static o => o != EmulatorOperation.Unknown).Select(Named).ToArray();
        var operations = text[(at + 1)..].Split(',').Select(one => OneOf(name + " TOKEN=", one, choices)).ToArray();
        return new EmulatorKey(NotBlank(name, text[..at])) { Operations = operations };
    }

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} takes a whole number from {least} to {most}, not '{text}'.");

    private static DateTime Day(string name, string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 2200
            ? day
            : throw new FormatException($"{name} takes a date as YYYY-MM-DD, from 1900 to 2199, not '{text}'.");

    private static DateTimeOffset Instant(string name, string text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new FormatException($"{name} takes an instant such as 2024-05-02T10:45:42Z, not '{text}'.");

    // Names after commas, in camel case.
    private static T AllOf<T>(string name, string text, Func<T, T, T> join)
        where T : struct, Enum
    {
        var choices = Enum.GetValues<T>().Select(Named).ToArray();
        return text.Split(',').Select(one => OneOf(name, one, choices)).Aggregate(join);
    }

    private static (string Text, T Value) Named<T>(T value)
        where T : struct, Enum => (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), value);

    private static T OneOf<T>(string name, string text, params (string Text, T Value)[] choices)
    {
        foreach (var choice in choices)
        {
            if (choice.Text == text)
                return choice.Value;
        }

        throw new FormatException($"{name} takes {Choices(choices.Select(static c => c.Text))}, not '{text}'.");
    }

    private static string Choices(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        return all.Length < 3 ? string.Join(" or ", all) : string.Join(", ", all[..^1]) + " or " + all[^1];
    }
}
