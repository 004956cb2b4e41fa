using System.Globalization;

namespace Kapture.Emulator;

/// <summary>How an emulated Kapture is set up. Nothing in it changes once the emulator exists.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The largest <see cref="Seed"/>: above it, generated phone numbers would no longer be distinct.</summary>
    public const int MaxSeed = 100_000_000;

    /// <summary>The largest <see cref="ArrivalsPerPull"/>.</summary>
    public const int MaxArrivalsPerPull = 100_000;

    /// <summary>The API key. Requests must say <c>Authorization: Basic &lt;Token&gt;</c>, letter for letter.</summary>
    public string Token { get; init; } = "emulator-token";

    /// <summary>Further keys beside <see cref="Token"/>, which opens every operation and does not expire.</summary>
    public IReadOnlyList<EmulatorKey> Keys { get; init; } = [];

    /// <summary>With <see cref="Password"/>: base64 of <c>user:password</c> in UTF-8 is accepted beside the token.</summary>
    public string? UserName { get; init; }

    /// <summary>See <see cref="UserName"/>.</summary>
    public string? Password { get; init; }

    /// <summary>The account (<c>cm_id</c>) that owns every customer; the vendor's samples use 1000298.</summary>
    public long AccountId { get; init; } = 1000298;

    /// <summary>How many invented customers there are from the start.</summary>
    public int Seed { get; init; }

    /// <summary>The day on which the first of them was created.</summary>
    public DateTime SeedStart { get; init; } = new(2024, 5, 1);

    /// <summary>Over how many days their creation is spread, evenly.</summary>
    public int SeedDays { get; init; } = 30;

    /// <summary>How <c>createEndDate</c>, and <c>end_date</c> in Legacy, is read; the vendor's samples support both readings.</summary>
    public EndDateReading EndDate { get; init; } = EndDateReading.Inclusive;

    /// <summary>The order of the customers that a pull gives.</summary>
    public PullOrder PullOrder { get; init; } = PullOrder.OldestFirst;

    /// <summary>
    /// How many invented customers come into being just before each pull that gives a page, as if somebody else
    /// added them: pages through the present day shift under whoever reads them.
    /// </summary>
    public int ArrivalsPerPull { get; init; }

    /// <summary>
    /// After how many arrivals no more come; null for never. Oldest first, whoever pages through the present day
    /// until a page has no news gets there only once arrivals have ceased.
    /// </summary>
    public int? MaxArrivals { get; init; }

    /// <summary>The most customers a page holds whatever <c>limit</c> asks for; null for no cap.</summary>
    public int? MaxLimit { get; init; }

    /// <summary>The HTTP status that a failure comes with.</summary>
    public FailureStatus FailureStatus { get; init; } = FailureStatus.Ok200;

    /// <summary>
    /// Whether adding a customer whose phone or email is already known changes that customer
    /// (<c>UPDATE_CUSTOMER</c>). Otherwise a second one comes into being.
    /// </summary>
    public bool MatchExisting { get; init; }

    /// <summary>The generations of the API that the account has; the paths of the other are unknown.</summary>
    public EmulatorDialects Dialects { get; init; } = EmulatorDialects.Both;

    /// <summary>The dates that the legacy Select Customer API accepts.</summary>
    public LegacyDates LegacyDates { get; init; } = LegacyDates.Any;

    /// <summary>Which of the published oddities the legacy answers have.</summary>
    public LegacyQuirks LegacyQuirks { get; init; } = LegacyQuirks.Published;

    /// <summary>Where the service's wall clock stands: no date in its answers carries an offset.</summary>
    public TimeZoneInfo TimeZone { get; init; } = KaptureTime.India;

    /// <summary>How long each request takes, over and above the work itself.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Oddities of the wire format that every answer shows.</summary>
    public EmulatorQuirks Quirks { get; init; }

    /// <summary>Throws where a value makes no sense.</summary>
    internal EmulatorOptions Validated()
    {
        Require(!string.IsNullOrWhiteSpace(Token), nameof(Token), "must not be blank");
        Require(Keys is not null && Keys.All(static k => !string.IsNullOrWhiteSpace(k.Token)), nameof(Keys), "must not contain a blank token");
        Require(UserName is null == Password is null, nameof(Password), "and UserName go together");
        Require(AccountId > 0, nameof(AccountId), "must be positive");
        Require(Seed is >= 0 and <= MaxSeed, nameof(Seed), string.Format(CultureInfo.InvariantCulture, "must be from 0 to {0}", MaxSeed));
        Require(SeedDays is >= 1 and <= 100_000, nameof(SeedDays), "must be from 1 to 100000");
        Require(SeedStart.Year is >= 1900 and < 2200, nameof(SeedStart), "must lie between 1900 and 2199");
        Require(ArrivalsPerPull is >= 0 and <= MaxArrivalsPerPull, nameof(ArrivalsPerPull), string.Format(CultureInfo.InvariantCulture, "must be from 0 to {0}", MaxArrivalsPerPull));
        Require(MaxArrivals is null or >= 0, nameof(MaxArrivals), "must not be negative");
        Require(MaxLimit is null or > 0, nameof(MaxLimit), "must be positive");
        Require(Dialects is >= EmulatorDialects.V1 and <= EmulatorDialects.Both, nameof(Dialects), "must name at least one");
        Require(TimeZone is not null, nameof(TimeZone), "must not be null");
        Require(Latency >= TimeSpan.Zero && Latency.TotalMilliseconds <= int.MaxValue, nameof(Latency), "must not be negative");
        return this;
    }

    private static void Require(bool holds, string name, string complaint)
    {
        if (!holds)
            throw new ArgumentException($"{name} {complaint}.", name);
    }
}
