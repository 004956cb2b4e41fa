namespace Kapture.Emulator.Tests.Store;

public sealed class OptionsTests
{
    public static TheoryData<EmulatorOptions, string> Senseless => new()
    {
        { new EmulatorOptions { Token = " " }, nameof(EmulatorOptions.Token) },
        { new EmulatorOptions { Keys = null! }, nameof(EmulatorOptions.Keys) },
        { new EmulatorOptions { Keys = [new EmulatorKey(" ")] }, nameof(EmulatorOptions.Keys) },
        { new EmulatorOptions { UserName = "u" }, nameof(EmulatorOptions.Password) },
        { new EmulatorOptions { Password = "p" }, nameof(EmulatorOptions.Password) },
        { new EmulatorOptions { AccountId = 0 }, nameof(EmulatorOptions.AccountId) },
        { new EmulatorOptions { Seed = -1 }, nameof(EmulatorOptions.Seed) },
        { new EmulatorOptions { Seed = EmulatorOptions.MaxSeed + 1 }, nameof(EmulatorOptions.Seed) },
        { new EmulatorOptions { SeedDays = 0 }, nameof(EmulatorOptions.SeedDays) },
        { new EmulatorOptions { SeedStart = default }, nameof(EmulatorOptions.SeedStart) },
        { new EmulatorOptions { ArrivalsPerPull = -1 }, nameof(EmulatorOptions.ArrivalsPerPull) },
        { new EmulatorOptions { ArrivalsPerPull = EmulatorOptions.MaxArrivalsPerPull + 1 }, nameof(EmulatorOptions.ArrivalsPerPull) },
        { new EmulatorOptions { MaxArrivals = -1 }, nameof(EmulatorOptions.MaxArrivals) },
        { new EmulatorOptions { MaxLimit = 0 }, nameof(EmulatorOptions.MaxLimit) },
        { new EmulatorOptions { Dialects = EmulatorDialects.None }, nameof(EmulatorOptions.Dialects) },
        { new EmulatorOptions { TimeZone = null! }, nameof(EmulatorOptions.TimeZone) },
        { new EmulatorOptions { Latency = TimeSpan.FromTicks(-1) }, nameof(EmulatorOptions.Latency) },
    };

    [Theory]
    [MemberData(nameof(Senseless))]
    public void A_senseless_option_is_refused_by_name(EmulatorOptions options, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => new KaptureEmulator(options)).ParamName);

    [Fact]
    public void The_default_zone_is_india() => Assert.Equal(new TimeSpan(5, 30, 0), new EmulatorOptions().TimeZone.BaseUtcOffset);

    [Fact]
    public void Without_options_the_defaults_hold() =>
        Assert.Equal(("emulator-token", 1000298L, 0), (new KaptureEmulator().Options.Token, new KaptureEmulator().Options.AccountId, new KaptureEmulator().Options.Seed));
}
