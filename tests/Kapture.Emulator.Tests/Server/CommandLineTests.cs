using Kapture.Emulator.Server;

namespace Kapture.Emulator.Tests.Server;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_arguments_the_defaults_hold()
    {
        var line = CommandLine.Parse([]);

        Assert.Equal(new EmulatorServerOptions(), line.Options);
        Assert.False(line.Help || line.StopWithInput);
    }

    [Fact]
    public void Every_option_is_read()
    {
        var line = CommandLine.Parse(
        [
            "--port", "5001", "--token", "t", "--account", "396", "--seed", "1000000", "--seed-start", "2023-12-31", "--seed-days", "400",
            "--latency", "25", "--end-date", "exclusive", "--pull-order", "newest", "--arrivals", "3", "--max-arrivals", "40", "--max-limit", "50", "--failure-status", "documented", "--match-existing",
            "--dialect", "legacy", "--legacy-dates", "day", "--legacy-quirks", "published,customerIdInAnswer",
            "--user", "u", "--password", "", "--stop-with-stdin",
        ]);

        Assert.Equal(5001, line.Options.Port);
        Assert.True(line.StopWithInput);
        Assert.Equal(
            new EmulatorOptions
            {
                Token = "t",
                AccountId = 396,
                Seed = 1_000_000,
                SeedStart = new DateTime(2023, 12, 31),
                SeedDays = 400,
                Latency = TimeSpan.FromMilliseconds(25),
                EndDate = EndDateReading.Exclusive,
                PullOrder = PullOrder.NewestFirst,
                ArrivalsPerPull = 3,
                MaxArrivals = 40,
                MaxLimit = 50,
                FailureStatus = FailureStatus.Documented,
                MatchExisting = true,
                Dialects = EmulatorDialects.Legacy,
                LegacyDates = LegacyDates.DayOnly,
                LegacyQuirks = LegacyQuirks.Published | LegacyQuirks.CustomerIdInAnswer,
                UserName = "u",
                Password = "",
            },
            line.Options.Emulator);
    }

    [Fact]
    public void Keys_add_up()
    {
        var keys = CommandLine.Parse(["--key", "all", "--key", "dG9r==", "--key", "dG9r==add,addContact", "--expired-key", "old=="]).Options.Emulator.Keys;

        Assert.Equal(["all", "dG9r==", "dG9r=", "old=="], keys.Select(static k => k.Token));
        Assert.Equal([false, false, false, true], keys.Select(static k => k.IsExpired));
        Assert.Equal([[], [], [EmulatorOperation.Add, EmulatorOperation.AddContact], []], keys.Select(static k => k.Operations.ToArray()));
    }

    [Theory]
    [InlineData("2024-05-02T10:45:42Z", "2024-05-02T10:45:42Z")]
    [InlineData("2024-05-02T10:45:42.249Z", "2024-05-02T10:45:42.249Z")]
    [InlineData("2024-05-02T16:15:42+05:30", "2024-05-02T10:45:42Z")]
    [InlineData("2024-05-02T10:45:42", "2024-05-02T10:45:42Z")]
    public void The_clock_starts_where_it_is_told(string now, string expected)
    {
        var time = CommandLine.Parse(["--now", now]).Options.Time!;

        var start = DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(time.GetUtcNow(), start, start.AddMinutes(1));
        Assert.Equal(TimeSpan.Zero, time.GetUtcNow().Offset);
    }

    [Theory]
    [InlineData("Unknown option '--sed'.", "--sed", "5")]
    [InlineData("Unknown option 'stray'.", "stray")]
    [InlineData("--port needs a value.", "--port")]
    [InlineData("--port takes a whole number from 0 to 65535, not '65536'.", "--port", "65536")]
    [InlineData("--port takes a whole number from 0 to 65535, not '-1'.", "--port", "-1")]
    [InlineData("--token must not be blank.", "--token", " ")]
    [InlineData("--seed takes a whole number from 0 to 100000000, not '1e6'.", "--seed", "1e6")]
    [InlineData("--seed-start takes a date as YYYY-MM-DD, from 1900 to 2199, not '01/05/2024'.", "--seed-start", "01/05/2024")]
    [InlineData("--seed-days takes a whole number from 1 to 100000, not '0'.", "--seed-days", "0")]
    [InlineData("--end-date takes inclusive or exclusive, not 'both'.", "--end-date", "both")]
    [InlineData("--pull-order takes oldest or newest, not 'random'.", "--pull-order", "random")]
    [InlineData("--arrivals takes a whole number from 0 to 100000, not '-1'.", "--arrivals", "-1")]
    [InlineData("--failure-status takes 200 or documented, not '500'.", "--failure-status", "500")]
    [InlineData("--dialect takes v1, legacy or both, not 'v2'.", "--dialect", "v2")]
    [InlineData("--legacy-dates takes any, day or time, not 'never'.", "--legacy-dates", "never")]
    [InlineData("--legacy-quirks takes none, capitalised, trailingSemicolon, statusInRecord, trailingComma, trailingSpaceInKey, everyContactPrimary, published, customerIdInAnswer or publishedUpdateSample, not 'odd'.", "--legacy-quirks", "none,odd")]
    [InlineData("--key TOKEN= takes add, update, get, pull or addContact, not 'unknown'.", "--key", "t=add,unknown")]
    [InlineData("--key must not be blank.", "--key", "=add")]
    [InlineData("--expired-key must not be blank.", "--expired-key", " ")]
    [InlineData("--expired-key needs a value.", "--expired-key")]
    [InlineData("--max-limit takes a whole number from 1 to 2147483647, not '0'.", "--max-limit", "0")]
    [InlineData("--now takes an instant such as 2024-05-02T10:45:42Z, not 'today'.", "--now", "today")]
    [InlineData("--user and --password go together.", "--user", "u")]
    [InlineData("--user and --password go together.", "--password", "p")]
    public void A_bad_argument_is_named(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CommandLine.Parse(arguments)).Message);
}
