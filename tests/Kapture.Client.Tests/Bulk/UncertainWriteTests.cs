using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Adds whose answers were lost: found, sent again, or in doubt, and never there twice.</summary>
public sealed class UncertainWriteTests
{
    public static TheoryData<FaultKind, int?> Lost => new()
    {
        { FaultKind.DropAfter, null },
        { FaultKind.Truncate, null },
        { FaultKind.Status, 500 },
        { FaultKind.Status, 502 },
        { FaultKind.Garbage, null },
        { FaultKind.Html, null },
    };

    public static TheoryData<FaultKind, int?> NotArrived => new()
    {
        { FaultKind.DropBefore, null },
        { FaultKind.Status, 500 },
        { FaultKind.Status, 502 },
        { FaultKind.Garbage, null },
        { FaultKind.Html, null },
    };

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task An_add_that_was_applied_is_found_and_not_sent_again(FaultKind kind, int? status)
    {
        using var service = new EmulatedBulk();
        service.Break(Once(kind, status, applied: true));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, city: "Pune"));

        Assert.True(result.Reconciled);
        Assert.Equal((WriteAction.Added, 1, "Asha"), (result.Action, result.Attempts, result.Name));
        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
        var customer = await service.GetAsync(result.CustomerId);
        Assert.Equal(("Asha", customer.Contacts[0].Id), (customer.Name, result.ContactId));
        Assert.Equal(1, service.Customers);
    }

    [Theory]
    [MemberData(nameof(NotArrived))]
    public async Task An_add_that_was_not_applied_is_sent_again_once_the_service_has_settled(FaultKind kind, int? status)
    {
        using var service = new EmulatedBulk();
        service.Break(Once(kind, status));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.False(result.Reconciled);
        Assert.Equal((WriteAction.Added, 2), (result.Action, result.Attempts));
        Assert.Equal("Asha", (await service.GetAsync(result.CustomerId)).Name);
        Assert.Equal(1, service.Customers);
        Assert.Equal([0.0, 1.0], service.Door.Writes.Select(write => (write.At - ManualTime.Start).TotalSeconds));
    }

    [Fact]
    public async Task An_add_that_is_applied_only_after_its_connection_broke_is_found_when_the_service_has_settled()
    {
        using var service = new EmulatedBulk();
        service.Break(Once(FaultKind.DropBefore, null));
        var looks = 0;
        service.Door.Before = async body =>
        {
            if (!ServiceDoor.IsWrite(body) && ++looks == 2)
                await service.Client.AddCustomerAsync(Calls.Person());
        };

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.True(result.Reconciled);
        Assert.Equal(1, service.Customers);
    }

    [Fact]
    public async Task An_add_is_sent_again_as_often_as_the_retries_say_and_then_is_in_doubt()
    {
        using var service = new EmulatedBulk(retries: 2);
        service.Break(new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add });

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Equal(3, service.Requests(EmulatorOperation.Add));
        Assert.Contains("A look-up does not find it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_retries_nothing_is_sent_again()
    {
        using var service = new EmulatedBulk(retries: 0);
        service.Break(Once(FaultKind.DropBefore, null));

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(7));

        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
        Assert.Equal(0, service.Customers);
        Assert.StartsWith("Row 7: The row may or may not have been applied:", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("A look-up does not find it, but the service may still be at work on it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_retries_what_was_applied_is_found_all_the_same()
    {
        using var service = new EmulatedBulk(retries: 0);
        service.Break(Once(FaultKind.DropAfter, null));

        Assert.True((await service.ArriveAsync(EmulatedBulk.Add(1))).Reconciled);
    }

    [Fact]
    public async Task A_service_that_hangs_may_still_be_at_work_so_nothing_is_sent_again()
    {
        using var service = new EmulatedBulk();
        service.Door.Hangs = body => ServiceDoor.IsWrite(body) ? false : null;

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Single(service.Door.Writes);
        Assert.Contains("did not answer in time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_hangs_after_the_work_is_found_to_have_done_it()
    {
        using var service = new EmulatedBulk();
        service.Door.Hangs = body => ServiceDoor.IsWrite(body) ? true : null;

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.True(result.Reconciled);
        Assert.Equal(1, service.Customers);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(504)]
    public async Task A_time_out_on_the_other_side_may_still_be_at_work(int status)
    {
        using var service = new EmulatedBulk();
        service.Break(Once(FaultKind.Status, status));

        await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
    }

    [Fact]
    public async Task A_look_up_that_fails_leaves_the_row_in_doubt_and_says_so()
    {
        using var service = new EmulatedBulk(retries: 1);
        service.Break(
            new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add },
            new EmulatorFault { Kind = FaultKind.Status, StatusCode = 502, Operation = EmulatorOperation.Get });

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
        Assert.Contains("It could not be looked up either: The service answers 502", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_customer_with_the_same_phone_is_not_taken_for_it()
    {
        using var service = new EmulatedBulk();
        var older = await service.HasAsync(Calls.Person());
        service.Time.Advance(TimeSpan.FromMinutes(3));
        service.Break(Once(FaultKind.DropBefore, null));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.False(result.Reconciled);
        Assert.NotEqual(older, result.CustomerId);
        Assert.Equal(2, service.Customers);
    }

    [Fact]
    public async Task Behind_an_older_customer_the_row_is_found_among_the_customers_of_the_day()
    {
        using var service = new EmulatedBulk();
        var older = await service.HasAsync(Calls.Person());
        service.Time.Advance(TimeSpan.FromMinutes(3));
        service.Break(Once(FaultKind.DropAfter, null));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.True(result.Reconciled);
        Assert.NotEqual(older, result.CustomerId);
        Assert.Equal(2, service.Customers);
    }

    [Fact]
    public async Task The_day_is_searched_across_midnight()
    {
        using var service = new EmulatedBulk();
        await service.HasAsync(Calls.Person());

        // Half a minute before midnight in India; the connection breaks a minute later.
        service.Time.Advance(TimeSpan.FromHours(11) + TimeSpan.FromMinutes(59) + TimeSpan.FromSeconds(30));
        service.Break(Once(FaultKind.DropAfter, null));
        service.Door.Before = body =>
        {
            if (ServiceDoor.IsWrite(body))
                service.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };

        Assert.True((await service.ArriveAsync(EmulatedBulk.Add(1))).Reconciled);
        Assert.Equal(2, service.Customers);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    public async Task Behind_an_older_customer_and_without_an_account_the_row_is_in_doubt(FaultKind kind)
    {
        using var service = new EmulatedBulk(accountId: null);
        await service.HasAsync(Calls.Person());
        service.Time.Advance(TimeSpan.FromMinutes(3));
        service.Break(Once(kind, null));

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Contains("connect with -AccountId", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, service.Requests(EmulatorOperation.Add)); // the older one and the row
    }

    [Fact]
    public async Task Another_name_under_the_same_phone_is_not_taken_for_it()
    {
        using var service = new EmulatedBulk();
        var other = await service.HasAsync(Calls.Person("Bharat"));
        service.Break(Once(FaultKind.DropBefore, null));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.Equal((false, 2), (result.Reconciled, result.Attempts));
        Assert.NotEqual(other, result.CustomerId);
    }

    [Fact]
    public async Task A_customer_whose_city_differs_is_neither_taken_nor_doubled()
    {
        using var service = new EmulatedBulk();
        var like = await service.HasAsync(new CustomerFields { Name = "Asha", Phone = "9380491326", City = "Kochi" });
        service.Break(Once(FaultKind.DropBefore, null));

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1, city: "Pune"));

        Assert.Contains($"Customer {like} is like it, but not surely the same.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, service.Customers);
    }

    [Theory]
    [InlineData("\"isMobileMasked\":false", "\"isMobileMasked\":true", "\"phone\":\"9380491326\"", "\"phone\":\"93******26\"")]
    [InlineData("\"generationDate\":\"", "\"generationDate\":\"about ", "\"imageReferenceId\":\"", "\"imageReferenceId\":\"none ")]
    public async Task A_customer_that_tells_too_little_is_neither_taken_nor_doubled(string told, string hidden, string alsoTold, string alsoHidden)
    {
        using var service = new EmulatedBulk();
        service.Break(Once(FaultKind.DropAfter, null));
        service.Door.Rewrite = answer => answer.Replace(told, hidden, StringComparison.Ordinal).Replace(alsoTold, alsoHidden, StringComparison.Ordinal);

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Contains("is like it, but not surely the same.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, service.Customers);
    }

    [Fact]
    public async Task Found_by_email_where_the_row_has_no_phone()
    {
        using var service = new EmulatedBulk();
        service.Break(Once(FaultKind.DropAfter, null));

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, phone: null, email: "asha@example.com"));

        Assert.True(result.Reconciled);
    }

    private static EmulatorFault Once(FaultKind kind, int? status, bool applied = false) =>
        new() { Kind = kind, StatusCode = status, Applied = applied, Operation = EmulatorOperation.Add, Times = 1 };
}
