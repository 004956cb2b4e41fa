using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Rows whose customer is there already.</summary>
public sealed class IfExistsTests
{
    private const string Phone = "9380491326";
    private const string Email = "asha@example.com";

    public static TheoryData<IfExists, string?, string?> Found
    {
        get
        {
            var data = new TheoryData<IfExists, string?, string?>();
            foreach (var ifExists in new[] { IfExists.Skip, IfExists.Update, IfExists.Fail })
            {
                data.Add(ifExists, Phone, null);
                data.Add(ifExists, null, Email);
                data.Add(ifExists, Phone, Email);
                data.Add(ifExists, Phone, "another@example.com");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Found))]
    public async Task A_customer_that_is_there_is_skipped_updated_or_reported(IfExists ifExists, string? phone, string? email)
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(new CustomerFields { Name = "Asha", Phone = Phone, Email = Email, City = "Kochi" });

        var outcome = await service.WriteAsync(EmulatedBulk.Add(1, phone: phone, email: email, city: "Pune"), new BulkOptions { IfExists = ifExists });

        var by = email == Email ? "email" : "phone";
        switch (ifExists)
        {
            case IfExists.Fail:
                Assert.Equal(KaptureErrorId.CustomerExists, outcome.Failure?.ErrorId);
                Assert.StartsWith($"Row 1: Customer Asha ({id}) has this {by} already; nothing was sent.", outcome.Failure?.Message, StringComparison.Ordinal);
                break;
            case IfExists.Skip:
                var skipped = EmulatedBulk.Result(outcome);
                Assert.Equal((WriteAction.Skipped, id, 0), (skipped.Action, skipped.CustomerId, skipped.Attempts));
                Assert.Contains($"has this {by} already", skipped.Message, StringComparison.Ordinal);
                break;
            default:
                var updated = EmulatedBulk.Result(outcome);
                Assert.Equal((WriteAction.Updated, id, "Asha"), (updated.Action, updated.CustomerId, updated.Name));
                break;
        }

        Assert.Null(outcome.Warning);
        Assert.Equal(ifExists == IfExists.Update ? "Pune" : "Kochi", (await service.GetAsync(id)).City);
        Assert.Equal(1, service.Customers);
        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
    }

    [Theory]
    [InlineData(IfExists.Skip)]
    [InlineData(IfExists.Update)]
    [InlineData(IfExists.Fail)]
    public async Task A_customer_that_is_not_there_is_added(IfExists ifExists)
    {
        using var service = new EmulatedBulk();

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, email: Email), new BulkOptions { IfExists = ifExists });

        Assert.Equal(WriteAction.Added, result.Action);
        Assert.Equal(2, service.Requests(EmulatorOperation.Get));
        Assert.Equal(1, service.Customers);
    }

    [Fact]
    public async Task Nobody_is_looked_up_where_rows_are_sent_in_any_case()
    {
        using var service = new EmulatedBulk();
        await service.HasAsync(Calls.Person());

        await service.ArriveAsync(EmulatedBulk.Add(1));

        Assert.Equal(0, service.Requests(EmulatorOperation.Get));
        Assert.Equal(2, service.Customers);
    }

    [Fact]
    public void By_nothing_means_by_both() => Assert.Equal([MatchBy.Email, MatchBy.Phone], new BulkOptions { MatchBy = [] }.MatchBy);

    [Theory]
    [InlineData(MatchBy.Email, MatchBy.Phone)]
    [InlineData(MatchBy.Phone, MatchBy.Email)]
    public async Task The_first_match_counts_in_the_order_asked_for(MatchBy first, MatchBy second)
    {
        using var service = new EmulatedBulk();
        var byPhone = await service.HasAsync(new CustomerFields { Name = "Asha", Phone = Phone });
        var byEmail = await service.HasAsync(new CustomerFields { Name = "Asha", Email = Email });

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, phone: Phone, email: Email), new BulkOptions { IfExists = IfExists.Skip, MatchBy = [first, second] });

        Assert.Equal(first == MatchBy.Phone ? byPhone : byEmail, result.CustomerId);
        Assert.Equal(1, service.Requests(EmulatorOperation.Get));
    }

    [Theory]
    [InlineData(MatchBy.Email, null, Email, WriteAction.Skipped)]
    [InlineData(MatchBy.Phone, Phone, null, WriteAction.Skipped)]
    [InlineData(MatchBy.Email, Phone, "another@example.com", WriteAction.Added)]
    [InlineData(MatchBy.Phone, "9380491399", Email, WriteAction.Added)]
    public async Task By_one_key_the_other_one_does_not_count(MatchBy by, string? phone, string? email, WriteAction expected)
    {
        using var service = new EmulatedBulk();
        await service.HasAsync(new CustomerFields { Name = "Asha", Phone = Phone, Email = Email });

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, phone: phone, email: email), new BulkOptions { IfExists = IfExists.Skip, MatchBy = [by] });

        Assert.Equal(expected, result.Action);
    }

    [Theory]
    [InlineData(MatchBy.Email, Phone, null, "Email is missing")]
    [InlineData(MatchBy.Phone, null, Email, "Phone is missing")]
    public async Task A_row_without_the_key_is_not_sent(MatchBy by, string? phone, string? email, string words)
    {
        using var service = new EmulatedBulk();

        var failure = await service.FailAsync(KaptureErrorId.MissingField, EmulatedBulk.Add(4, phone: phone, email: email), new BulkOptions { IfExists = IfExists.Update, MatchBy = [by] });

        Assert.StartsWith($"Row 4: {words}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-MatchBy", failure.Message, StringComparison.Ordinal);
        Assert.Empty(service.Door.Sent);
    }

    [Fact]
    public async Task A_look_up_that_fails_is_the_failure_of_the_row_and_nothing_is_sent()
    {
        using var service = new EmulatedBulk(retries: 1);
        service.Break(new EmulatorFault { Kind = FaultKind.Status, StatusCode = 502, Operation = EmulatorOperation.Get });

        await service.FailAsync(KaptureErrorId.ServiceUnavailable, EmulatedBulk.Add(1), new BulkOptions { IfExists = IfExists.Update });

        Assert.Equal(0, service.Requests(EmulatorOperation.Add));
    }

    [Fact]
    public async Task An_update_says_only_what_differs()
    {
        using var service = new EmulatedBulk();
        await service.HasAsync(new CustomerFields { Name = "Asha", Phone = Phone, Email = Email, City = "Kochi", State = "Kerala" });

        await service.ArriveAsync(BulkRow.Add(1, new CustomerFields { Name = "Asha", Phone = Phone, Email = Email, City = "Pune", State = "Kerala" }), new BulkOptions { IfExists = IfExists.Update });

        var sent = service.Door.Writes[^1].Text;
        Assert.Contains("\"city\":\"Pune\"", sent, StringComparison.Ordinal);
        foreach (var same in new[] { "customer_name", "phone", "email_id", "state", "contact_info" })
            Assert.DoesNotContain($"\"{same}\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_differs_nothing_is_sent()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(new CustomerFields { Name = "Asha", Phone = Phone, Email = Email, City = "Kochi" });

        var result = await service.ArriveAsync(EmulatedBulk.Add(1, email: Email, city: "Kochi"), new BulkOptions { IfExists = IfExists.Update });

        Assert.Equal((WriteAction.Unchanged, id, 0), (result.Action, result.CustomerId, result.Attempts));
        Assert.Equal(0, service.Requests(EmulatorOperation.Update));
    }

    [Theory]
    [InlineData("Bharat", WriteAction.Unchanged)]
    [InlineData("Bharat Rao", WriteAction.Updated)]
    public async Task A_contact_that_is_there_is_changed_and_not_added_again(string contactName, WriteAction expected)
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(WithContact("Bharat"));

        var result = await service.ArriveAsync(BulkRow.Add(1, WithContact(contactName)), new BulkOptions { IfExists = IfExists.Update });

        Assert.Equal(expected, result.Action);
        var customer = await service.GetAsync(id);
        Assert.Equal(["Asha", contactName], customer.Contacts.Select(contact => contact.Name));
    }

    [Fact]
    public async Task A_contact_that_is_not_there_is_added()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());

        await service.ArriveAsync(BulkRow.Add(1, WithContact("Bharat")), new BulkOptions { IfExists = IfExists.Update });

        Assert.Equal(2, (await service.GetAsync(id)).Contacts.Length);
    }

    [Fact]
    public async Task The_row_of_the_caller_stays_as_it_was()
    {
        using var service = new EmulatedBulk();
        await service.HasAsync(WithContact("Bharat"));
        var row = BulkRow.Add(1, WithContact("Bharat Rao"));

        await service.ArriveAsync(row, new BulkOptions { IfExists = IfExists.Update });

        Assert.Equal(("Asha", null), (row.Fields.Name, row.Fields.Contacts[0].Id));
    }

    [Fact]
    public async Task An_update_whose_answer_is_lost_is_looked_up_by_the_customer_that_was_found()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Update, Times = 1 });

        var outcome = await service.WriteAsync(EmulatedBulk.Add(1, city: "Pune"), new BulkOptions { IfExists = IfExists.Update });

        var result = EmulatedBulk.Result(outcome);
        Assert.Equal((true, WriteAction.Updated, id), (result.Reconciled, result.Action, result.CustomerId));
        Assert.Null(outcome.Warning);
    }

    [Theory]
    [InlineData(IfExists.Update)]
    [InlineData(IfExists.Skip)]
    public async Task Rows_of_one_run_that_match_do_not_race_and_keep_their_order(IfExists ifExists)
    {
        using var service = new EmulatedBulk();
        service.Door.Before = body => service.Time.WaitAsync(TimeSpan.FromMilliseconds(body.Aggregate(17, (sum, c) => ((sum * 31) + c) % 97)), CancellationToken.None);

        // Each person by the phone alone, or with an email that another row has written otherwise.
        var report = await service.RunAsync(
            Enumerable.Range(1, 200).Select(row => EmulatedBulk.Add(
                row,
                $"person {row % 5}",
                $"938049130{row % 5}",
                row % 3 == 0 ? null : row % 3 == 1 ? $"person{row % 5}@example.com" : $"PERSON{row % 5}@example.com",
                $"city {row}")),
            new BulkOptions { IfExists = ifExists, ThrottleLimit = 16 });

        var added = report.Results.Where(result => result.Action == WriteAction.Added).ToArray();
        Assert.Equal([1, 2, 3, 4, 5], added.Select(result => result.Row));
        Assert.Equal(5, service.Customers);
        Assert.All(report.Results.Skip(5), result => Assert.Equal(ifExists == IfExists.Skip ? WriteAction.Skipped : WriteAction.Updated, result.Action));
        for (var person = 1; person <= 5; person++)
            Assert.Equal($"city {(ifExists == IfExists.Skip ? person : 195 + person)}", (await service.GetAsync(added[person - 1].CustomerId)).City);
    }

    private static CustomerFields WithContact(string name)
    {
        var fields = Calls.Person();
        fields.Contacts.Add(new ContactFields { Name = name, Phone = "9380491327" });
        return fields;
    }
}
