using Kapture.Tests.Bulk;

namespace Kapture.Tests.Dialects;

/// <summary>What one generation has no words for: said by name before any request, with the generation that has it; never dropped.</summary>
public sealed class NotInDialectTests : IDisposable
{
    private readonly ScriptedHandler _handler = new(_ => ScriptedHandler.Reply(200, Calls.Nobody));

    public static TheoryData<string, string> FieldsOfV1 => new()
    {
        { nameof(CustomerFields.Locality), "x" },
        { nameof(CustomerFields.PostalCode), "x" },
        { nameof(CustomerFields.AssignedToName), "x" },
        { nameof(CustomerFields.AssignedToCode), "x" },
        { nameof(CustomerFields.AssignedToEmail), "x" },
        { nameof(CustomerFields.CustomerRemarks), "x" },
        { nameof(CustomerFields.Remarks), "x" },
        { nameof(CustomerFields.PrimarySource), "x" },
        { nameof(CustomerFields.SecondarySource), "x" },
        { nameof(CustomerFields.TertiarySource), "" },
    };

    public static TheoryData<string> ContactFieldsOfV1 =>
        [nameof(ContactFields.Title), nameof(ContactFields.FirstName), nameof(ContactFields.LastName), nameof(ContactFields.CountryCode), nameof(ContactFields.DateOfBirth)];

    public static TheoryData<string> ContactFieldsOfLegacy =>
        [nameof(ContactFields.AdditionalEmail), nameof(ContactFields.Designation), nameof(ContactFields.Age), nameof(ContactFields.MaritalStatus)];

    public void Dispose() => _handler.Dispose();

    [Theory]
    [MemberData(nameof(FieldsOfV1))]
    public Task A_field_of_V1_alone(string name, string value) => InLegacyAsync(fields => SetText(fields, name, value), name);

    [Fact]
    public Task Contacts_in_a_write() => InLegacyAsync(fields => fields.Contacts.Add(new ContactFields { Phone = "9380491326" }), "contacts", "Add-KaptureContact");

    [Theory]
    [InlineData(CustomerType.Individual)]
    [InlineData(CustomerType.Organization)]
    public Task A_type_of_customer(CustomerType type) => InLegacyAsync(fields => fields.CustomerType = type, "CustomerType");

    [Fact]
    public Task An_enquiry() => InLegacyAsync(fields => fields.Enquiry = new EnquiryFields(), "enquiries");

    [Fact]
    public Task Associate_fields() => InLegacyAsync(fields => fields.AssociateFields.Add("crm_id", 5), "associate fields");

    [Theory]
    [MemberData(nameof(ContactFieldsOfV1))]
    public Task A_field_of_a_contact_in_V1_alone(string name) =>
        InLegacyAsync(client => client.AddContactAsync(5, Contact(name)), name, "of a contact");

    [Fact]
    public async Task Only_of_a_name_is_it_said_where_names_go()
    {
        await InLegacyAsync(client => client.AddContactAsync(5, Contact("FirstName")), "The whole name goes into Name");
        var failure = Calls.Throws(KaptureErrorId.NotInDialect, () => Dialect.Legacy.AddContact(5, Contact("DateOfBirth")));
        Assert.DoesNotContain("whole name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ContactFields.Update), true)]
    [InlineData(nameof(ContactFields.Update), false)]
    [InlineData(nameof(ContactFields.MatchEmailPhone), true)]
    public Task A_flag_of_a_contact(string name, bool value) =>
        InLegacyAsync(client => client.AddContactAsync(5, ContactFields.From([new("Phone", "9380491326"), new(name, value)])), name, "of a contact");

    [Fact]
    public async Task Look_ups_by_email_and_phone()
    {
        await InLegacyAsync(client => client.GetCustomerAsync(CustomerKey.ByEmail("asha@example.com")), "email");
        await InLegacyAsync(client => client.GetCustomerAsync(CustomerKey.ByPhone("9380491326")), "phone");
    }

    [Fact]
    public async Task Filters_of_a_range()
    {
        foreach (var filter in Filters())
        {
            await InLegacyAsync(client => client.GetCustomerPageAsync(new CustomerPage(Calls.AccountId, ManualTime.Start.Date, filter)), "filter");
            await InLegacyAsync(client => ReadAsync(client, new CustomerPull(Calls.AccountId, filter)), "filter");
        }
    }

    [Fact]
    public Task A_page_of_a_day_behind_the_first() =>
        InLegacyAsync(client => client.GetCustomerPageAsync(new CustomerPage(null, ManualTime.Start.Date, new CustomerFilter(), Offset: 100)), "pages");

    [Theory]
    [InlineData(nameof(CustomerFields.DateOfBirth))]
    [InlineData(nameof(CustomerFields.AnniversaryDate))]
    public async Task A_field_of_Legacy_alone(string name)
    {
        var fields = Calls.Person();
        SetText(fields, name, "1990-05-02");

        await InV1Async(client => client.AddCustomerAsync(fields), name, "-AdditionalField");
        await InV1Async(client => client.UpdateCustomerAsync(5, fields), name, "-AdditionalField");
    }

    [Theory]
    [MemberData(nameof(ContactFieldsOfLegacy))]
    public async Task A_field_of_a_contact_in_Legacy_alone(string name)
    {
        var fields = Calls.Person();
        fields.Contacts.Add(Contact(name));

        await InV1Async(client => client.AddContactAsync(5, Contact(name)), name, "-AdditionalField");
        await InV1Async(client => client.AddCustomerAsync(fields), name, "-AdditionalField");
        await InV1Async(client => client.UpdateCustomerAsync(5, fields), name, "-AdditionalField");
    }

    [Fact]
    public async Task Comes_before_what_else_is_wrong()
    {
        await InLegacyAsync(client => client.AddCustomerAsync(new CustomerFields { PostalCode = "560038" }), "PostalCode");
        await InLegacyAsync(client => client.UpdateCustomerAsync(5, new CustomerFields { Contacts = { new ContactFields { Name = "Asha" } } }), "contacts");
        await InLegacyAsync(client => client.AddContactAsync(5, new ContactFields { Title = "Dr" }), "Title");
        await InV1Async(client => client.AddCustomerAsync(new CustomerFields { AnniversaryDate = "2001-02-03" }), "AnniversaryDate");
        await InV1Async(client => client.AddContactAsync(5, new ContactFields { Age = "old" }), "Age");
    }

    [Fact]
    public async Task V1_asks_for_a_range_by_account()
    {
        using var client = Calls.Client(_handler);

        var error = await Calls.ThrowsAsync(KaptureErrorId.MissingField, () => ReadAsync(client, new CustomerPull(null, new CustomerFilter())));
        await Calls.ThrowsAsync(KaptureErrorId.MissingField, () => client.GetCustomerPageAsync(new CustomerPage(null, ManualTime.Start.Date, new CustomerFilter())));

        Assert.Contains("-AccountId", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("All days before", error.Message, StringComparison.Ordinal);
        Assert.Empty(_handler.Sent);
    }

    [Theory]
    [InlineData(IfExists.Skip)]
    [InlineData(IfExists.Update)]
    [InlineData(IfExists.Fail)]
    public async Task Looking_up_before_an_add(IfExists ifExists)
    {
        using var service = new EmulatedBulk(dialect: Dialect.Legacy);

        var failure = await service.FailAsync(KaptureErrorId.NotInDialect, EmulatedBulk.Add(3), new BulkOptions { IfExists = ifExists });

        Assert.Contains("The Legacy dialect finds customers only by id", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, failure.Row);
        Assert.Empty(service.Door.Sent);
    }

    private static CustomerFilter[] Filters()
    {
        var attribute = new CustomerFilter();
        attribute.SetAttribute("attr3", "gold");
        return
        [
            attribute, new() { Name = "Asha" }, new() { Phone = "" }, new() { Email = "asha@example.com" }, new() { CustomerCode = "C-1" }, new() { CustomerId = 5 },
            new() { DesignationType = "owner" }, new() { ZoneIds = [1] }, new() { AssignedToIds = [1] }, new() { CustomerType = CustomerType.Individual },
            new() { PrimarySourceId = 1 }, new() { SecondarySourceId = 1 }, new() { TertiarySourceId = 1 }, new() { AllCustomerPage = true },
        ];
    }

    private static async Task<List<Customer>> ReadAsync(KaptureClient client, CustomerPull pull)
    {
        var customers = new List<Customer>();
        await foreach (var customer in client.GetCustomersAsync(DateRange.Create(new DateTime(2024, 5, 1), new DateTime(2024, 5, 3), KaptureTimeZone.India, ManualTime.Start), pull))
            customers.Add(customer);
        return customers;
    }

    private static void SetText(CustomerFields fields, string name, string value) => Array.Find(CustomerFields.TextFields, field => field.Name == name)!.Set(fields, value);

    private static ContactFields Contact(string name) => ContactFields.From([new("Phone", "9380491326"), new(name, "42")]);

    private async Task InLegacyAsync(Action<CustomerFields> set, params string[] says)
    {
        var fields = Calls.Person();
        set(fields);
        await InLegacyAsync(client => client.AddCustomerAsync(fields), says);
        await InLegacyAsync(client => client.UpdateCustomerAsync(5, fields), says);
    }

    private Task InLegacyAsync(Func<KaptureClient, Task> call, params string[] says) => FailsAsync(Dialect.Legacy, call, ["Legacy", "V1 has", .. says]);

    private Task InV1Async(Func<KaptureClient, Task> call, params string[] says) => FailsAsync(Dialect.V1, call, ["V1", "the Legacy dialect has", .. says]);

    private async Task FailsAsync(Dialect dialect, Func<KaptureClient, Task> call, string[] says)
    {
        using var client = Calls.Client(_handler, dialect: dialect);
        var error = await Calls.ThrowsAsync(KaptureErrorId.NotInDialect, () => call(client));

        Assert.All(says, words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        Assert.Equal((0, null), (error.Attempts, error.Path));
        Assert.Empty(_handler.Sent);
    }
}
