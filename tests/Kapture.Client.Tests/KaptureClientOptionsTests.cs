namespace Kapture.Tests;

public sealed class KaptureClientOptionsTests
{
    private static readonly KaptureCredential _credential = KaptureCredential.FromToken(Calls.Token);

    [Fact]
    public void The_address_is_checked() =>
        Calls.Throws(KaptureErrorId.InsecureUri, () => _ = new KaptureClientOptions(new Uri("http://crm.example.com"), _credential));

    [Fact]
    public void A_number_of_retries_is_not_negative() =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureClientOptions(Calls.Somewhere, _credential) { MaximumRetryCount = -1 });

    [Fact]
    public void A_budget_for_waits_is_not_negative() =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureClientOptions(Calls.Somewhere, _credential) { RetryBudget = TimeSpan.FromTicks(-1) });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(24.1 * 24 * 60 * 60)]
    public void A_timeout_is_one_that_a_timer_can_count(double seconds) =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureClientOptions(Calls.Somewhere, _credential) { Timeout = TimeSpan.FromSeconds(seconds) });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e-7)]
    [InlineData(1e7)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_is_one_that_a_limiter_can_keep(double rate) =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureClientOptions(Calls.Somewhere, _credential) { RequestsPerSecond = rate });

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public async Task The_ends_of_both_work(double rate)
    {
        using var client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, _credential)
        {
            PrimaryHandler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Found)),
            Timeout = TimeSpan.FromDays(24),
            RequestsPerSecond = rate,
        });

        Assert.Equal(5, (await client.GetCustomerAsync(CustomerKey.ById(5))).Id);
    }
}
