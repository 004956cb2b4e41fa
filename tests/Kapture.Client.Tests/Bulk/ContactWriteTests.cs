using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Contacts added to customers, in either generation: once each, also where the answer was lost.</summary>
public sealed class ContactWriteTests
{
    public static TheoryData<string> Dialects => ["V1", "Legacy"];

    public static TheoryData<string, FaultKind, int?> Lost => Each((FaultKind.DropAfter, null), (FaultKind.Truncate, null), (FaultKind.Status, 500), (FaultKind.Html, null));

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Contacts_arrive_in_the_order_of_the_rows(string dialect)
    {
        using var service = Service(dialect);
        var id = await service.HasAsync(Calls.Person());

        var report = await service.RunAsync(Enumerable.Range(1, 9).Select(i => Ravi(i, id, $"Ravi {i}", $"98450{i:00000}")));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], report.Rows);
        Assert.All(report.Results, result => Assert.Equal((WriteAction.ContactAdded, id, dialect == "V1"), (result.Action, result.CustomerId, result.ContactId is not null)));
        Assert.All(report.Outcomes, outcome => Assert.Null(outcome.Warning));
        var contacts = (await service.GetAsync(id)).Contacts;
        Assert.Equal(["Asha", .. Enumerable.Range(1, 9).Select(i => $"Ravi {i}")], contacts.Select(contact => contact.Name));
    }

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task One_that_was_applied_is_found_and_not_sent_again(string dialect, FaultKind kind, int? status)
    {
        using var service = Service(dialect);
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(dialect, kind, status, applied: true));

        var result = await service.ArriveAsync(Ravi(1, id));

        Assert.Equal((WriteAction.ContactAdded, true, id, "Ravi"), (result.Action, result.Reconciled, result.CustomerId, result.Name));
        var contacts = (await service.GetAsync(id)).Contacts;
        Assert.Equal(["Asha", "Ravi"], contacts.Select(contact => contact.Name));
        Assert.Equal(contacts[1].Id, result.ContactId);
        Assert.Single(service.Door.Writes, IsContact);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task One_that_was_not_applied_is_sent_again(string dialect)
    {
        using var service = Service(dialect);
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(dialect, FaultKind.DropBefore));

        var result = await service.ArriveAsync(Ravi(1, id));

        Assert.Equal((WriteAction.ContactAdded, false, 2), (result.Action, result.Reconciled, result.Attempts));
        Assert.Equal(2, (await service.GetAsync(id)).Contacts.Length);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_service_that_hangs_may_still_be_at_work_so_it_is_not_sent_again(string dialect)
    {
        using var service = Service(dialect);
        var id = await service.HasAsync(Calls.Person());
        service.Door.Hangs = body => body.Contains("Ravi", StringComparison.Ordinal) ? false : null;

        await service.FailAsync(KaptureErrorId.WriteUncertain, Ravi(1, id));

        Assert.Single(service.Door.Writes, IsContact);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Somebody_who_was_there_before_with_the_same_phone_leaves_it_in_doubt(string dialect)
    {
        using var service = Service(dialect);
        var id = await service.HasAsync(Calls.Person());
        service.Time.Advance(TimeSpan.FromMinutes(3));
        service.Break(Once(dialect, FaultKind.DropBefore));

        var failure = await service.FailAsync(KaptureErrorId.WriteUncertain, Ravi(1, id, phone: "9380491326"));

        Assert.Contains("had a contact with the same phone or email before", failure.Message, StringComparison.Ordinal);
        Assert.Single((await service.GetAsync(id)).Contacts);
    }

    [Theory]
    [InlineData("V1", "Meena")]
    [InlineData("V1", "Ravi")]
    [InlineData("Legacy", "Meena")]
    [InlineData("Legacy", "Ravi")]
    public async Task One_that_another_row_has_just_added_under_the_same_phone_is_not_taken_for_it(string dialect, string name)
    {
        using var service = Service(dialect);
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(dialect, FaultKind.DropBefore) with { Skip = 1 });

        var report = await service.RunAsync([Ravi(1, id), Ravi(2, id, name)]);

        // V1 tells the id of the first, so the second is certainly not there.
        var contacts = (await service.GetAsync(id)).Contacts;
        if (dialect == "V1")
        {
            Assert.Equal(2, report.Results.Select(result => result.ContactId).Distinct().Count());
            Assert.Equal(["Asha", "Ravi", name], contacts.Select(contact => contact.Name));
            return;
        }

        Assert.Equal(WriteAction.ContactAdded, EmulatedBulk.Result(report.Outcomes[0]).Action);
        Assert.Equal(KaptureErrorId.WriteUncertain, report.Outcomes[1].Failure!.ErrorId);
        Assert.Contains($"Contact {contacts[1].Id} of the customer has the same phone or email", report.Outcomes[1].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(2, contacts.Length);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Two_alike_whose_answers_were_lost_each_find_their_own(string dialect)
    {
        using var service = Service(dialect);
        var id = await service.HasAsync(Calls.Person());
        service.Break(Once(dialect, FaultKind.DropAfter) with { Times = 2 });

        var report = await service.RunAsync([Ravi(1, id), Ravi(2, id)]);

        Assert.Equal(2, report.Results.Select(result => result.ContactId).Distinct().Count());
        Assert.All(report.Results, result => Assert.True(result.Reconciled));
        Assert.Equal(3, (await service.GetAsync(id)).Contacts.Length);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_unknown_customer_is_not_found(string dialect)
    {
        using var service = Service(dialect);

        await service.FailAsync(KaptureErrorId.CustomerNotFound, Ravi(1, 12345));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Without_a_phone_or_an_email_nothing_is_sent(string dialect)
    {
        using var service = Service(dialect);

        var failure = await service.FailAsync(KaptureErrorId.MissingField, BulkRow.AddContact(3, 5, new ContactFields { Name = "Ravi" }));

        Assert.Equal(3, failure.Row);
        Assert.Empty(service.Door.Sent);
    }

    [Theory]
    [InlineData(Calls.Added, "asked for ContactAdded and says Added (customer 5)")]
    [InlineData("""{"status":"success","customer":{"customer_id":5},"message":"Customer Updated successfully !Contact Updated successfully !"}""", "says Updated (customer 5)")]
    [InlineData(Calls.ContactAdded, null)]
    public void What_was_done_instead_warns(string answer, string? says)
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, answer)));
        using var writer = new BulkWriter(client, new BulkOptions());
        writer.Add(Ravi(1, 5));

        Assert.True(writer.Take(out var outcome, default));

        Assert.Null(outcome.Failure);
        if (says is null)
            Assert.Null(outcome.Warning);
        else
            Assert.Contains(says, outcome.Warning, StringComparison.Ordinal);
    }

    private static EmulatedBulk Service(string dialect) => new(dialect: dialect == "V1" ? Dialect.V1 : Dialect.Legacy);

    private static BulkRow Ravi(int row, long customerId, string name = "Ravi", string phone = "9845012345") =>
        BulkRow.AddContact(row, customerId, new ContactFields { Name = name, Phone = phone });

    private static bool IsContact(SentRequest request) => request.Text.Contains("Ravi", StringComparison.Ordinal);

    private static EmulatorFault Once(string dialect, FaultKind kind, int? status = null, bool applied = false) =>
        new() { Kind = kind, StatusCode = status, Applied = applied, Operation = dialect == "V1" ? EmulatorOperation.Update : EmulatorOperation.AddContact, Times = 1 };

    private static TheoryData<string, FaultKind, int?> Each(params (FaultKind Kind, int? Status)[] faults)
    {
        var all = new TheoryData<string, FaultKind, int?>();
        foreach (var (kind, status) in faults)
        {
            all.Add("V1", kind, status);
            all.Add("Legacy", kind, status);
        }

        return all;
    }
}
