using Kapture.Emulator;

namespace Kapture.Tests.Service;

/// <summary>Adding, changing and finding customers, over real sockets.</summary>
public sealed class CustomerTests
{
    [Fact]
    public async Task What_is_added_is_found_by_id_email_and_phone()
    {
        await using var service = await EmulatedService.StartAsync();
        var fields = new CustomerFields
        {
            Name = "Asha Patil", Phone = "+91 09380491326", Email = "asha@example.com", City = "Pune", State = "Maharashtra", Country = "India",
            Address = "12, MG Road\nCamp", PostalCode = "411001", CustomerCode = "C-1", CustomerType = CustomerType.Organization,
        };

        var added = await service.Client.AddCustomerAsync(fields, new CallOptions { Row = 7 });

        Assert.Equal((WriteAction.Added, 7, 1, "Asha Patil"), (added.Action, added.Row, added.Attempts, added.Name));
        CustomerKey[] keys = [CustomerKey.ById(added.CustomerId!.Value), CustomerKey.ByEmail("ASHA@example.com"), CustomerKey.ByPhone("+91 09380491326")];
        foreach (var key in keys)
        {
            var found = await service.Client.GetCustomerAsync(key);

            Assert.Equal(added.CustomerId, found.Id);
            Assert.Equal(Calls.AccountId, found.AccountId);
            Assert.Equal(("Asha Patil", "+91 09380491326", "asha@example.com"), (found.Name, found.Phone, found.Email));
            Assert.Equal(("Pune", "Maharashtra", "India", "411001"), (found.City, found.State, found.Country, found.PostalCode));
            Assert.Equal(("12, MG Road\nCamp", "C-1", CustomerType.Organization), (found.Address, found.CustomerCode, found.CustomerType));
            Assert.Equal(added.ContactId, Assert.Single(found.Contacts).Id);
            Assert.Equal(new TimeSpan(5, 30, 0), found.Created!.Value.Offset);
            Assert.InRange(DateTimeOffset.UtcNow - found.Created.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(5));
        }
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_nothing_else()
    {
        await using var service = await EmulatedService.StartAsync();
        var added = await service.Client.AddCustomerAsync(new CustomerFields { Name = "Asha", Phone = "9380491326", City = "Pune", State = "Maharashtra" });

        var updated = await service.Client.UpdateCustomerAsync(added.CustomerId!.Value, new CustomerFields { City = "Nashik", State = "" });

        Assert.Equal((WriteAction.Updated, added.CustomerId), (updated.Action, updated.CustomerId));
        var found = await service.Client.GetCustomerAsync(CustomerKey.ById(added.CustomerId.Value));
        Assert.Equal(("Asha", "9380491326", "Nashik", null), (found.Name, found.Phone, found.City, found.State));
    }

    [Fact]
    public async Task A_contact_is_added_to_a_customer_and_changed_by_its_id()
    {
        await using var service = await EmulatedService.StartAsync();
        var id = (await service.Client.AddCustomerAsync(Calls.Person())).CustomerId!.Value;
        var second = new CustomerFields();
        second.Contacts.Add(new ContactFields { Name = "Ravi", Email = "ravi@example.com" });

        var contactId = (await service.Client.UpdateCustomerAsync(id, second)).ContactId;
        var change = new CustomerFields();
        change.Contacts.Add(new ContactFields { Id = contactId, Name = "Ravi Rao" });
        await service.Client.UpdateCustomerAsync(id, change);

        var contacts = (await service.Client.GetCustomerAsync(CustomerKey.ById(id))).Contacts;
        Assert.Equal(["Asha", "Ravi Rao"], contacts.Select(contact => contact.Name));
        Assert.Equal("ravi@example.com", contacts[1].Email);
    }

    [Fact]
    public async Task An_add_that_the_service_takes_for_an_update_says_so()
    {
        await using var service = await EmulatedService.StartAsync(new EmulatorOptions { MatchExisting = true });
        var first = await service.Client.AddCustomerAsync(Calls.Person());

        var again = await service.Client.AddCustomerAsync(Calls.Person());

        Assert.Equal((WriteAction.Updated, first.CustomerId), (again.Action, again.CustomerId));
    }

    [Theory]
    [InlineData(FailureStatus.Ok200)]
    [InlineData(FailureStatus.Documented)]
    public async Task Who_is_not_there_is_CustomerNotFound(FailureStatus status)
    {
        await using var service = await EmulatedService.StartAsync(new EmulatorOptions { FailureStatus = status });

        await Calls.ThrowsAsync(KaptureErrorId.CustomerNotFound, () => service.Client.GetCustomerAsync(CustomerKey.ById(404)));
        await Calls.ThrowsAsync(KaptureErrorId.CustomerNotFound, () => service.Client.GetCustomerAsync(CustomerKey.ByEmail("nobody@example.com")));
        await Calls.ThrowsAsync(KaptureErrorId.CustomerNotFound, () => service.Client.UpdateCustomerAsync(404, new CustomerFields { City = "Pune" }));
        Assert.Equal(2, service.Requests(EmulatorOperation.Get));
        Assert.Equal(1, service.Requests(EmulatorOperation.Update));
    }

    [Theory]
    [InlineData(FailureStatus.Ok200)]
    [InlineData(FailureStatus.Documented)]
    public async Task A_wrong_key_is_AuthenticationFailed_and_asked_once(FailureStatus status)
    {
        await using var service = await EmulatedService.StartAsync(new EmulatorOptions { FailureStatus = status }, token: "another-token");

        foreach (var operation in Enum.GetValues<KaptureOperation>())
            await Calls.ThrowsAsync(KaptureErrorId.AuthenticationFailed, () => service.Client.SendAsync(operation));

        Assert.Equal(Enum.GetValues<KaptureOperation>().Length, service.Emulator.GetStatistics().Requests);
        Assert.Equal(0, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public async Task A_user_and_a_password_are_a_key_too()
    {
        await using var service = await EmulatedService.StartAsync(new EmulatorOptions { UserName = "äsha", Password = "पास:word" });
        using var client = new KaptureClient(new KaptureClientOptions(service.BaseUri, KaptureCredential.FromPassword("äsha", "पास:word")) { UseProxy = false });

        Assert.Equal(WriteAction.Added, (await client.AddCustomerAsync(Calls.Person())).Action);
    }

    [Fact]
    public async Task Text_of_every_kind_and_of_a_megabyte_comes_back_as_it_was_sent()
    {
        await using var service = await EmulatedService.StartAsync();
        string[] texts =
        [
            "आशा पाटील", "செல்வி", "রবি", "Łukasz Żółć-O'Neil \"Wu\" \\ /", "Ἀθηνᾶ", "محمد علي", "李小龍", "🎉👩‍👩‍👧‍👦", "e\u0301 ≠ é", "tab\tline\r\nline\u0001end",
            "\u00A0\u202F\u2028\uFEFF.", string.Concat(Enumerable.Repeat("आ1🎉", 131_072)), new string('x', 1024 * 1024),
        ];
        foreach (var text in texts)
        {
            var added = await service.Client.AddCustomerAsync(new CustomerFields { Name = text, Phone = "9380491326", Address = text });

            var found = await service.Client.GetCustomerAsync(CustomerKey.ById(added.CustomerId!.Value));
            Assert.True(text == found.Name && text == found.Address, $"Not as it was sent: {text[..Math.Min(20, text.Length)]}");
        }
    }

    [Theory]
    [InlineData(EmulatorQuirks.TrailingSemicolon)]
    [InlineData(EmulatorQuirks.TrailingComma)]
    [InlineData(EmulatorQuirks.TrailingSpaceInKeys)]
    [InlineData(EmulatorQuirks.CapitalisedStatus)]
    [InlineData(EmulatorQuirks.IdsAsStrings)]
    [InlineData(EmulatorQuirks.BooleansAsStrings)]
    [InlineData(EmulatorQuirks.NarrowNoBreakSpace)]
    [InlineData((EmulatorQuirks)127)]
    public async Task Oddities_of_the_wire_format_change_nothing(EmulatorQuirks quirks)
    {
        var options = new EmulatorOptions { Seed = 3, SeedDays = 1, Quirks = quirks };
        await using var odd = await EmulatedService.StartAsync(options);
        await using var plain = await EmulatedService.StartAsync(options with { Quirks = EmulatorQuirks.None });
        var page = new CustomerPage(Calls.AccountId, options.SeedStart, new CustomerFilter());

        var expected = await plain.Client.GetCustomerPageAsync(page);
        var actual = await odd.Client.GetCustomerPageAsync(page);

        Assert.Equal(3, expected.Count);
        Assert.All(actual, customer => Assert.Empty(customer.UnreadableFields));
        Assert.Equal(expected.Select(Shown), actual.Select(Shown));
        Assert.Equal(Shown(expected[0]), Shown(await odd.Client.GetCustomerAsync(CustomerKey.ById(expected[0].Id))));
        var added = await odd.Client.AddCustomerAsync(Calls.Person());
        Assert.Equal(WriteAction.Added, added.Action);
        Assert.True(added.CustomerId > 0 && added.ContactId > 0, "An id is missing.");

        // Where booleans are "true" and "", false cannot be told from missing.
        static object Shown(Customer customer) => (customer.Id, customer.AccountId, customer.Name, customer.Phone, customer.Email, customer.City,
            customer.CustomerType, customer.Created, customer.Contacts[0].Id, customer.Contacts[0].IsPrimary, customer.Contacts[0].Created, customer.AdditionalProperties.Count);
    }

    [Fact]
    public async Task Many_calls_at_once_do_not_disturb_each_other()
    {
        await using var service = await EmulatedService.StartAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => service.Client.AddCustomerAsync(Calls.Person($"Asha {i}", $"93804{i:00000}"))));
        var found = await Task.WhenAll(added.Select(result => service.Client.GetCustomerAsync(CustomerKey.ById(result.CustomerId!.Value))));

        Assert.Equal(added.Select(result => result.Name), found.Select(customer => customer.Name));
        Assert.Equal(200, added.Select(result => result.CustomerId).Distinct().Count());
    }
}
