using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Changes whose answers were lost. Fields that are set twice do no harm; a contact or an enquiry would.</summary>
public sealed class UncertainUpdateTests
{
    private static readonly CustomerFields _city = new() { City = "Pune" };

    [Theory]
    [InlineData(FaultKind.DropAfter, null)]
    [InlineData(FaultKind.Truncate, null)]
    [InlineData(FaultKind.Status, 500)]
    [InlineData(FaultKind.Garbage, null)]
    public async Task A_change_that_was_applied_is_found_and_not_sent_again(FaultKind kind, int? status)
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(kind, status, applied: true));

        var result = await service.ArriveAsync(BulkRow.Update(1, id, _city));

        Assert.Equal((true, WriteAction.Updated, id, 1, "Asha"), (result.Reconciled, result.Action, result.CustomerId, result.Attempts, result.Name));
        Assert.Equal(1, service.Requests(EmulatorOperation.Update));
    }

    [Theory]
    [InlineData(FaultKind.DropBefore, null)]
    [InlineData(FaultKind.Status, 500)]
    [InlineData(FaultKind.Status, 504)]
    [InlineData(FaultKind.Html, null)]
    public async Task A_change_that_was_not_applied_is_sent_again(FaultKind kind, int? status)
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(kind, status));

        var result = await service.ArriveAsync(BulkRow.Update(1, id, _city));

        Assert.Equal((false, 2), (result.Reconciled, result.Attempts));
        Assert.Equal("Pune", (await service.GetAsync(id)).City);
    }

    [Fact]
    public async Task A_change_that_a_look_up_does_not_tell_is_sent_again()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(FaultKind.DropAfter));

        var result = await service.ArriveAsync(BulkRow.Update(1, id, new CustomerFields { City = "Pune", Locality = "Aundh" }));

        Assert.Equal((false, 2), (result.Reconciled, result.Attempts));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_change_that_may_have_been_applied_is_not_called_refused_because_it_was_when_it_was_sent_again(int status)
    {
        using var service = new EmulatedBulk(retries: 1);
        var id = await service.HasAsync(Calls.Person());
        service.Break(
            new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Update, Times = 1 },
            new EmulatorFault { Kind = FaultKind.Status, StatusCode = status, Operation = EmulatorOperation.Update });

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, BulkRow.Update(1, id, new CustomerFields { City = "Pune", Locality = "Aundh" }));

        Assert.Contains("It was sent again, and that failed: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Pune", (await service.GetAsync(id)).City);
    }

    [Fact]
    public async Task A_change_that_blanks_a_field_is_found()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(new CustomerFields { Name = "Asha", Phone = "9380491326", City = "Kochi" });
        service.Break(Once(FaultKind.DropAfter));

        Assert.True((await service.ArriveAsync(BulkRow.Update(1, id, new CustomerFields { City = string.Empty }))).Reconciled);
    }

    [Fact]
    public async Task Without_retries_a_change_that_was_not_applied_is_in_doubt()
    {
        using var service = new EmulatedBulk(retries: 0);
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(FaultKind.DropBefore));

        await service.FailAsync(KaptureErrorId.WriteUncertain, BulkRow.Update(1, id, _city));

        Assert.Equal(1, service.Requests(EmulatorOperation.Update));
    }

    [Fact]
    public async Task A_customer_that_is_not_there_is_not_found()
    {
        using var service = new EmulatedBulk();
        service.Break(Once(FaultKind.DropBefore));

        await service.FailAsync(KaptureErrorId.CustomerNotFound, BulkRow.Update(1, 5, _city));
    }

    [Fact]
    public async Task A_contact_that_has_come_tells_that_the_row_was_applied()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Time.Advance(TimeSpan.FromMinutes(3));
        service.Break(Once(FaultKind.DropAfter));

        var result = await service.ArriveAsync(BulkRow.Update(1, id, WithContact()));

        Assert.True(result.Reconciled);
        Assert.Equal(2, service.Emulator.GetStatistics().Contacts);
    }

    [Fact]
    public async Task A_contact_that_has_not_come_is_sent_again()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(FaultKind.DropBefore));

        var result = await service.ArriveAsync(BulkRow.Update(1, id, WithContact()));

        Assert.Equal((false, 2), (result.Reconciled, result.Attempts));
        Assert.Equal(2, service.Emulator.GetStatistics().Contacts);
    }

    [Fact]
    public async Task A_contact_is_not_sent_again_while_the_service_may_still_be_at_work()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Door.Hangs = body => ServiceDoor.IsWrite(body) ? false : null;

        await service.FailAsync(KaptureErrorId.WriteUncertain, BulkRow.Update(1, id, WithContact()));

        Assert.Equal(2, service.Door.Writes.Count); // the customer and the row
    }

    [Fact]
    public async Task A_contact_that_has_come_beside_an_older_one_tells_that_the_row_was_applied()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(WithContact("Asha", "9380491326"));
        service.Time.Advance(TimeSpan.FromMinutes(3));
        service.Break(Once(FaultKind.DropAfter));

        Assert.True((await service.ArriveAsync(BulkRow.Update(1, id, WithContact()))).Reconciled);
    }

    [Fact]
    public async Task An_older_contact_with_the_same_phone_tells_nothing()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(WithContact("Asha", "9380491326"));
        service.Time.Advance(TimeSpan.FromMinutes(3));
        service.Break(Once(FaultKind.DropBefore));

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, BulkRow.Update(1, id, WithContact()));

        Assert.Contains("had a contact with the same phone or email before", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, service.Requests(EmulatorOperation.Update));
    }

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    public async Task An_enquiry_is_told_by_no_look_up(FaultKind kind)
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(kind));

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, BulkRow.Update(1, id, new CustomerFields { Enquiry = new EnquiryFields { Remarks = "asks for a call" } }));

        Assert.Contains("The row holds an enquiry, which no look-up tells.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, service.Requests(EmulatorOperation.Update));
    }

    private static CustomerFields WithContact(string? name = null, string? phone = null)
    {
        var fields = new CustomerFields { Name = name, Phone = phone };
        fields.Contacts.Add(new ContactFields { Name = "Bharat", Phone = "9380491327" });
        return fields;
    }

    private static EmulatorFault Once(FaultKind kind, int? status = null, bool applied = false) =>
        new() { Kind = kind, StatusCode = status, Applied = applied, Operation = EmulatorOperation.Update, Times = 1 };
}
