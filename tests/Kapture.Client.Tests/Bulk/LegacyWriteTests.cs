using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Adds in Legacy whose answers were lost: there are no look-ups by phone or email, and mostly no ids in the answers.</summary>
public sealed class LegacyWriteTests
{
    public static TheoryData<FaultKind, int?, bool> Lost => Each((FaultKind.DropAfter, null), (FaultKind.Truncate, null), (FaultKind.Status, 500), (FaultKind.Garbage, null), (FaultKind.Html, null));

    public static TheoryData<FaultKind, int?, bool> NotArrived => Each((FaultKind.DropBefore, null), (FaultKind.Status, 500), (FaultKind.Garbage, null));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Adds_arrive_with_an_id_where_the_tenant_tells_it(bool tellsIds)
    {
        using var service = Service(tellsIds);

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.Equal((WriteAction.Added, tellsIds, null, false), (result.Action, result.CustomerId is not null, result.ContactId, result.Reconciled));
        Assert.Equal(1, service.Customers);
    }

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task An_add_that_was_applied_is_found_among_the_customers_of_the_day_and_not_sent_again(FaultKind kind, int? status, bool tellsIds)
    {
        using var service = Service(tellsIds);
        service.Break(Once(kind, status, applied: true));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, city: "Pune"));

        Assert.Equal((WriteAction.Added, true, 1, "Asha"), (result.Action, result.Reconciled, result.Attempts, result.Name));
        Assert.Equal((1, 0), (service.Requests(EmulatorOperation.Add), service.Requests(EmulatorOperation.Get)));
        Assert.Equal((await service.GetAsync(result.CustomerId)).Contacts[0].Id, result.ContactId);
        Assert.Equal(1, service.Customers);
    }

    [Fact]
    public async Task A_row_in_doubt_is_given_no_advice_about_pulls()
    {
        using var service = Service(tellsIds: false);
        service.Break(Once(FaultKind.DropAfter, null, applied: true), new EmulatorFault { Kind = FaultKind.Status, Operation = EmulatorOperation.Pull, StatusCode = 502 });

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Contains("It could not be looked up either: The service answers 502", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-StartDate", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NotArrived))]
    public async Task An_add_that_was_not_applied_is_sent_again_once_the_service_has_settled(FaultKind kind, int? status, bool tellsIds)
    {
        using var service = Service(tellsIds);
        service.Break(Once(kind, status));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.Equal((WriteAction.Added, false, 2), (result.Action, result.Reconciled, result.Attempts));
        Assert.Equal([0.0, 1.0], service.Door.Writes.Select(write => (write.At - ManualTime.Start).TotalSeconds));
        Assert.Equal(1, service.Customers);
    }

    [Theory]
    [InlineData(LegacyDates.DayOnly)]
    [InlineData(LegacyDates.WithTime)]
    public async Task The_day_is_searched_across_midnight_without_an_account_in_either_form_of_the_dates(LegacyDates dates)
    {
        using var service = new EmulatedBulk(new EmulatorOptions { LegacyDates = dates }, accountId: null, dialect: Dialect.Legacy);

        // Half a minute before midnight in India; the connection breaks a minute later.
        service.Time.Advance(TimeSpan.FromHours(11) + TimeSpan.FromMinutes(59) + TimeSpan.FromSeconds(30));
        service.Break(Once(FaultKind.DropAfter));
        service.Door.Before = body =>
        {
            if (ServiceDoor.IsWrite(body))
                service.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };

        Assert.True((await service.ArriveAsync(EmulatedBulk.Add(1))).Reconciled);
        Assert.Equal(1, service.Customers);
    }

    [Fact]
    public async Task A_look_up_that_tells_of_another_account_leaves_the_row_in_doubt()
    {
        using var service = new EmulatedBulk(new EmulatorOptions { AccountId = 396 }, dialect: Dialect.Legacy);
        service.Break(Once(FaultKind.DropAfter));

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Contains("The key is one of account 396", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
    }

    [Theory]
    [InlineData("9380491327", null)]
    [InlineData("9380491327", "ravi@example.com")]
    [InlineData(null, "ravi@example.com")]
    public async Task Somebody_of_the_same_name_who_is_reached_otherwise_is_not_taken_for_it(string? phone, string? email)
    {
        using var service = Service(tellsIds: true);
        var other = await service.HasAsync(new CustomerFields { Name = "Asha", Phone = phone, Email = email });
        service.Break(Once(FaultKind.DropBefore));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, email: "asha@example.com"));

        Assert.False(result.Reconciled);
        Assert.NotEqual(other, result.CustomerId);
        Assert.Equal(2, service.Customers);
    }

    [Fact]
    public async Task Another_name_and_an_older_customer_are_not_taken_for_it()
    {
        using var service = Service(tellsIds: false);
        await service.HasAsync(Calls.Person());
        service.Time.Advance(TimeSpan.FromMinutes(3));
        await service.HasAsync(Calls.Person("Bharat"));
        service.Break(Once(FaultKind.DropBefore));

        Assert.False((await service.ArriveAsync(EmulatedBulk.Add(1))).Reconciled);
        Assert.Equal(3, service.Customers);
    }

    [Fact]
    public async Task Of_rows_alike_of_which_one_is_lost_each_has_its_own_where_ids_are_told()
    {
        using var service = Service(tellsIds: true);
        service.Break(Once(FaultKind.DropBefore) with { Skip = 1 });

        var report = await service.RunAsync([EmulatedBulk.Add(1), EmulatedBulk.Add(2)], new BulkOptions { ThrottleLimit = 1 });

        Assert.Equal(2, report.Results.Select(result => result.CustomerId).Distinct().Count());
        Assert.Equal(2, service.Customers);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore, "9380491326")]
    [InlineData(FaultKind.DropBefore, "09380491326")]
    [InlineData(FaultKind.DropAfter, "9380491326")]
    public async Task Of_rows_alike_the_lost_one_never_takes_the_customer_of_one_that_was_told_no_id(FaultKind kind, string phone)
    {
        using var service = Service(tellsIds: false);
        service.Break(Once(kind) with { Skip = 1 });

        // The second has no city: the first one's customer would pass for it.
        var report = await service.RunAsync([EmulatedBulk.Add(1, city: "Pune"), EmulatedBulk.Add(2, phone: phone)], new BulkOptions { ThrottleLimit = 1 });

        var failure = Assert.Single(report.Outcomes, outcome => outcome.Failure is not null).Failure!;
        Assert.Equal(KaptureErrorId.WriteUncertain, failure.ErrorId);
        Assert.Contains("the service tells no ids", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, service.Requests(EmulatorOperation.Add));
    }

    [Fact]
    public async Task Rows_alike_that_are_all_lost_each_find_their_own()
    {
        using var service = Service(tellsIds: false);
        service.Break(new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add });

        var report = await service.RunAsync([EmulatedBulk.Add(1), EmulatedBulk.Add(2)], new BulkOptions { ThrottleLimit = 1 });

        Assert.Equal(2, report.Results.Select(result => result.CustomerId).Distinct().Count());
        Assert.Equal((2, 2), (service.Customers, service.Requests(EmulatorOperation.Add)));
    }

    [Fact]
    public async Task Many_rows_of_which_many_are_lost_are_there_once_each()
    {
        using var service = Service(tellsIds: false);
        service.Break(
            new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add, Every = 5 },
            new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add, Every = 7 });

        // Every name twice, under two phones.
        var report = await service.RunAsync(Enumerable.Range(1, 60).Select(i => EmulatedBulk.Add(i, $"Asha {i / 2}", $"93804{i:00000}")));

        Assert.Equal(60, report.Results.Count);
        Assert.Equal(60, service.Customers);
        Assert.Equal(0, service.Emulator.GetStatistics().Duplicates);
    }

    [Fact]
    public async Task An_update_that_was_lost_is_looked_up_by_its_id_and_is_there_once()
    {
        using var service = Service(tellsIds: false);
        var id = await service.HasAsync(Calls.Person());
        service.Break(new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Update, Times = 1 });

        var result = await service.ArriveAsync(BulkRow.Update(1, id, new CustomerFields { City = "Pune" }));

        Assert.Equal((WriteAction.Updated, true, id), (result.Action, result.Reconciled, result.CustomerId));
        Assert.Equal(1, service.Requests(EmulatorOperation.Update));
        Assert.Equal("Pune", (await service.GetAsync(id)).City);
    }

    [Theory]
    [InlineData(true, "customer 191700000")]
    [InlineData(false, "says Updated, and tells no id. Look at the customer.")]
    public async Task An_add_that_became_a_change_warns(bool tellsIds, string says)
    {
        using var service = Service(tellsIds, matchesExisting: true);
        await service.HasAsync(Calls.Person());

        var outcome = await service.WriteAsync(EmulatedBulk.Add(4));

        Assert.Equal(WriteAction.Updated, EmulatedBulk.Result(outcome).Action);
        Assert.StartsWith("Row 4: the service was asked for Added and says Updated", outcome.Warning, StringComparison.Ordinal);
        Assert.Contains(says, outcome.Warning, StringComparison.Ordinal);
        Assert.DoesNotContain("(customer )", outcome.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Message":"Customer Added Successfully","Status":"Success"};""", "asked for Updated and says Added (customer 5)")]
    [InlineData("""{"message":"Customer Updated Successfully","status":"success"}""", null)]
    public void A_change_that_became_an_add_warns(string answer, string? says)
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, answer)), dialect: Dialect.Legacy);
        using var writer = new BulkWriter(client, new BulkOptions());
        writer.Add(BulkRow.Update(1, 5, new CustomerFields { City = "Pune" }));

        Assert.True(writer.Take(out var outcome, default));

        Assert.Null(outcome.Failure);
        if (says is null)
            Assert.Null(outcome.Warning);
        else
            Assert.Contains(says, outcome.Warning, StringComparison.Ordinal);
    }

    private static EmulatedBulk Service(bool tellsIds, bool matchesExisting = false) => new(
        new EmulatorOptions
        {
            LegacyQuirks = LegacyQuirks.Published | (tellsIds ? LegacyQuirks.CustomerIdInAnswer : LegacyQuirks.None),
            MatchExisting = matchesExisting,
        },
        dialect: Dialect.Legacy);

    private static EmulatorFault Once(FaultKind kind, int? status = null, bool applied = false) =>
        new() { Kind = kind, StatusCode = status, Applied = applied, Operation = EmulatorOperation.Add, Times = 1 };

    private static TheoryData<FaultKind, int?, bool> Each(params (FaultKind Kind, int? Status)[] faults)
    {
        var all = new TheoryData<FaultKind, int?, bool>();
        foreach (var (kind, status) in faults)
        {
            all.Add(kind, status, true);
            all.Add(kind, status, false);
        }

        return all;
    }
}
