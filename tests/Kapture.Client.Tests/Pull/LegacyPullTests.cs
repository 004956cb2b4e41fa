using Kapture.Emulator;

namespace Kapture.Tests.Pull;

/// <summary>How a pull in Legacy finds out which dates the tenant takes, what it tells of a refusal, and whose customers it gives.</summary>
public sealed class LegacyPullTests
{
    private const string BadFormat = """{"Message":"Invalid date format.","Status":"Fail"}""";
    private const string DayForm = "\"2024-05-0";

    private static readonly DateRange _range = DateRange.Create(new DateTime(2024, 5, 1), new DateTime(2024, 5, 6), KaptureTimeZone.India, ManualTime.Start);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task One_request_finds_out_the_form_of_the_dates_however_many_days_are_fetched_at_once(int daysAhead)
    {
        var emulator = new KaptureEmulator(new EmulatorOptions { LegacyDates = LegacyDates.WithTime, Seed = 60, SeedStart = new DateTime(2024, 5, 1), SeedDays = 6 });
        var door = new AskedDays(new EmulatorHandler(emulator));
        using var client = Calls.Client(door, dialect: Dialect.Legacy);

        Assert.Equal(60, (await ReadAsync(client, daysAhead: daysAhead)).Count);
        Assert.Equal(7, door.Starts.Count);

        // Whichever day it was that found it out, the day form was asked for once.
        Assert.DoesNotContain(" ", door.Starts[0], StringComparison.Ordinal);
        Assert.All(door.Starts.Skip(1), start => Assert.EndsWith(" 00:00:00", start, StringComparison.Ordinal));

        // What the tenant took once it is asked in from then on.
        Assert.Equal(60, (await ReadAsync(client, daysAhead: daysAhead)).Count);
        Assert.Equal(13, door.Starts.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_refusal_for_another_reason_is_told_in_the_services_own_words(int daysAhead)
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, """{"Message":"This account has no customers page.","Status":"Fail"}"""));
        using var client = Calls.Client(handler, dialect: Dialect.Legacy);

        var error = await Calls.ThrowsAsync(KaptureErrorId.Rejected, () => ReadAsync(client, daysAhead: daysAhead));

        Assert.Equal("This account has no customers page.", error.ServiceMessage);
        Assert.Contains("This account has no customers page.", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Attempts);
        Assert.Equal(new DateTime(2024, 5, 1), error.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_only_one_form_is_refused_for_its_form_the_other_reason_is_told_too(bool takesDays)
    {
        const string Reason = """{"Message":"The range lies before the account.","Status":"Fail"}""";
        ScriptedHandler? handler = null;
        handler = new ScriptedHandler(attempt => ScriptedHandler.Reply(200, IsDayForm(handler!.Sent[attempt - 1]) == takesDays ? Reason : BadFormat));
        using var client = Calls.Client(handler, dialect: Dialect.Legacy);

        var error = await Calls.ThrowsAsync(KaptureErrorId.Rejected, () => ReadAsync(client, daysAhead: 1));

        Assert.Contains("The range lies before the account.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Invalid date format.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Message":"Auth Key Expired","Status":"Fail"}""", KaptureErrorId.AuthenticationFailed)]
    [InlineData("""{"Message":"ServerFailure","Status":"Fail"}""", KaptureErrorId.ServiceUnavailable)]
    [InlineData("<html></html>", KaptureErrorId.UnexpectedResponse)]
    public async Task What_is_no_refusal_of_the_dates_is_not_asked_in_the_other_form(string answer, KaptureErrorId expected)
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, answer));
        using var client = Calls.Client(handler, dialect: Dialect.Legacy);

        await Calls.ThrowsAsync(expected, () => ReadAsync(client, daysAhead: 1));

        Assert.Contains(DayForm, Assert.Single(handler.Sent).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_says_nothing_of_the_form()
    {
        // The first form fails, is refused when it is asked again, and the second is taken.
        var handler = new ScriptedHandler(attempt => attempt switch
        {
            1 => ScriptedHandler.Reply(500),
            2 => ScriptedHandler.Reply(200, BadFormat),
            _ => ScriptedHandler.Reply(200, Calls.Nobody),
        });
        using var client = Calls.Client(handler, dialect: Dialect.Legacy);

        await Calls.ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => ReadAsync(client, daysAhead: 1));
        Assert.Empty(await ReadAsync(client, daysAhead: 1));

        Assert.Equal([true, true, false, false, false, false, false, false], handler.Sent.Select(IsDayForm));
    }

    [Fact]
    public async Task Who_waits_to_learn_the_form_can_be_stopped()
    {
        var handler = new ScriptedHandler(TimeProvider.System, (_, cancellationToken) => ScriptedHandler.HangAsync(cancellationToken));
        using var client = Calls.Client(handler, dialect: Dialect.Legacy);
        using var stopFirst = new CancellationTokenSource();
        using var stopSecond = new CancellationTokenSource();
        var page = new CustomerPage(null, new DateTime(2024, 5, 1), new CustomerFilter());
        var first = client.GetCustomerPageAsync(page, cancellationToken: stopFirst.Token);
        var second = client.GetCustomerPageAsync(page, cancellationToken: stopSecond.Token);

        stopSecond.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(20)));
        stopFirst.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task Customers_of_another_account_are_never_given()
    {
        using var client = Calls.Client(Seeded(new EmulatorOptions { AccountId = 396, Seed = 60, SeedStart = new DateTime(2024, 5, 1), SeedDays = 6 }), dialect: Dialect.Legacy);
        var given = new List<Customer>();

        var error = await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => ReadAsync(client, Calls.AccountId, given: given));
        await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => client.GetCustomerPageAsync(new CustomerPage(Calls.AccountId, new DateTime(2024, 5, 1), new CustomerFilter())));

        Assert.Empty(given);
        Assert.Contains("The key is one of account 396, not of account 1000298", error.Message, StringComparison.Ordinal);
        Assert.Equal(60, (await ReadAsync(client, 396)).Count);
        Assert.Equal(60, (await ReadAsync(client, accountId: null)).Count);
    }

    [Fact]
    public async Task Where_accounts_are_mixed_only_the_own_come_before_the_error()
    {
        static string Record(int id, string account) => $$"""{"id":{{id}},{{account}}"generationDate":"May 1, 2024 8:00:00 AM"}""";
        var body = $$"""{"message":[{{Record(1, "\"cmId\":1000298,")}},{{Record(2, "\"cmId\":\"396\",")}},{{Record(3, "")}},{{Record(4, "\"cmId\":1000298,")}},],"status":"success"}""";
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, body)), dialect: Dialect.Legacy);
        var given = new List<Customer>();

        await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => ReadAsync(client, Calls.AccountId, daysAhead: 1, given: given));

        Assert.Equal([1, 3, 4], given.Select(customer => customer.Id));
        Assert.Equal([1, 2, 3, 4], (await ReadAsync(client, accountId: null)).Select(customer => customer.Id));
    }

    private static bool IsDayForm(SentRequest request) => !request.Text.Contains("00:00:00", StringComparison.Ordinal);

    private static EmulatorHandler Seeded(EmulatorOptions options) => new(new KaptureEmulator(options));

    private static async Task<List<Customer>> ReadAsync(KaptureClient client, long? accountId = null, int daysAhead = 4, List<Customer>? given = null)
    {
        given ??= [];
        await foreach (var customer in client.GetCustomersAsync(_range, new CustomerPull(accountId, new CustomerFilter(), DaysAhead: daysAhead)))
            given.Add(customer);
        return given;
    }
}
