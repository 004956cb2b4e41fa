using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kapture.Tests.Json;

namespace Kapture.Tests.Dialects;

/// <summary>Every operation of both generations: the request for the values of the vendor's sample, and the vendor's answer to it.</summary>
public sealed class OperationsTableTests
{
    private const string AddUpdatePath = "/ms/customer/customer/api/v1/add-update";
    private const string LegacyAddUpdatePath = "/add-update-customer-from-other-source.html";
    private const string GetPath = "/search-customer-by-customer-id.html";

    private static readonly TimeSpan _india = new(5, 30, 0);

    [Fact]
    public async Task V1_add()
    {
        var (result, sent) = await CallAsync(Dialect.V1, "v1-add.json", client => client.AddCustomerAsync(V1Sample("9380491387", "Sashankk", "Goenkaaa")));

        // On purpose: no blanks that nobody asked for, the remarks before the flags, and the enquiry alone in its place.
        Assert.Equal("""
            {"customer_info":{"customer_name":"ABC","phone":"9380491387","country":"India","address":"jalsa","remarks":"testing",
            "individual":false,"organization":true,"channel_partner":false},
            "contact_info":[{"title":"no","first_name":"Sashankk","last_name":"Goenkaaa","contact_person_phone":"9380491387","gender":"Male",
            "update":false,"matchEmailPhone":false}],"enquiry_info":{"remarks":"testing","update":false}}
            """.ReplaceLineEndings(string.Empty), sent.Text);
        AssertSaysTheSame(PublishedJson("v1-add-request.json"), sent);
        AssertSent(sent, AddUpdatePath);
        Assert.Equal((191690263, 210004093, WriteAction.Added), (result.CustomerId, result.ContactId, result.Action));
        Assert.Equal(("ABC", "Customer Added successfully !Contact Added successfully !"), (result.Name, result.Message));
    }

    [Fact]
    public async Task V1_update()
    {
        var (result, sent) = await CallAsync(Dialect.V1, "v1-update.json", client => client.UpdateCustomerAsync(191690263, V1Sample("9380491257", "Salman", "Khan")));

        // On purpose as in the add, and the id stands first.
        Assert.StartsWith("""{"customer_info":{"customer_id":"191690263","customer_name":"ABC","phone":"9380491257","country":"India",""", sent.Text, StringComparison.Ordinal);
        AssertSaysTheSame(PublishedJson("v1-update-request.json"), sent);
        AssertSent(sent, AddUpdatePath);
        Assert.Equal((191690263, 210006001, WriteAction.Updated), (result.CustomerId, result.ContactId, result.Action));
        Assert.Equal("Customer Updated successfully !Contact Added successfully !", result.Message);
    }

    [Fact]
    public async Task V1_adds_a_contact_by_an_update_with_one_contact_that_has_no_id()
    {
        var (result, sent) = await CallAsync(Dialect.V1, "v1-update.json", client => client.AddContactAsync(191690263, SampleContact("9380491257", "Salman", "Khan")));

        Assert.Equal("""
            {"customer_info":{"customer_id":"191690263"},"contact_info":[{"title":"no","first_name":"Salman","last_name":"Khan",
            "contact_person_phone":"9380491257","gender":"Male","update":false,"matchEmailPhone":false}]}
            """.ReplaceLineEndings(string.Empty), sent.Text);
        AssertSent(sent, AddUpdatePath);
        Assert.Equal((191690263, 210006001, WriteAction.ContactAdded), (result.CustomerId, result.ContactId, result.Action));
    }

    [Theory]
    [InlineData("kapture_customer_id", "191121684")]
    [InlineData("email_id", "sashank@gmail.com")]
    [InlineData("phone", "9380491326")]
    public async Task V1_get(string name, string key)
    {
        var (customer, sent) = await CallAsync(Dialect.V1, "v1-get.json", client => client.GetCustomerAsync(name switch
        {
            "phone" => CustomerKey.ByPhone(key),
            "email_id" => CustomerKey.ByEmail(key),
            _ => CustomerKey.ById(long.Parse(key, CultureInfo.InvariantCulture)),
        }));

        // On purpose: the sample has all three keys, and one is enough. Its email and phone are not those of the customer in the published answer.
        var sample = PublishedJson("v1-get-request.json")[0]!.AsObject();
        Assert.Equal(["kapture_customer_id", "email_id", "phone"], sample.Select(member => member.Key));
        Assert.Equal(name == "kapture_customer_id", sample[name]!.GetValue<string>() == key);
        Assert.Equal($$"""[{"{{name}}":"{{key}}"}]""", sent.Text);
        AssertSent(sent, GetPath);
        Assert.Equal((191121684, 1000298, "Sashank", "9380491326"), (customer.Id, customer.AccountId, customer.Name, customer.Phone));
        Assert.Equal(new DateTimeOffset(2024, 5, 2, 16, 15, 42, _india), customer.Created);
    }

    [Fact]
    public async Task V1_pull()
    {
        // On purpose: only the flags of the sample that say something; a number where the sample has blanks; and the sample is no JSON.
        var filter = new CustomerFilter { CustomerType = CustomerType.Organization };
        var (customers, sent) = await CallAsync(Dialect.V1, "v1-pull.json", client => client.GetCustomerPageAsync(new CustomerPage(1000298, new DateTime(2024, 5, 1), filter)));

        Assert.Equal("""
            {"cm_id":1000298,"isOrganisation":true,"isIndividual":false,"isChannelPartner":false,
            "createStartDate":"2024-05-01","createEndDate":"2024-05-02","limit":100,"offset":0}
            """.ReplaceLineEndings(string.Empty), sent.Text);
        var sample = Encoding.UTF8.GetString(PublishedAnswerTests.Published("v1-pull-request.txt"));
        Assert.All(JsonNode.Parse(sent.Text)!.AsObject(), member => Assert.Contains($"\"{member.Key}\":", sample, StringComparison.Ordinal));
        Assert.Contains("\"createStartDate\": \"2024-05-01\"", sample, StringComparison.Ordinal);
        Assert.Contains("\"createEndDate\": \"2024-05-02\"", sample, StringComparison.Ordinal);
        AssertSent(sent, "/ms/customer-search/customer-search/api/v1");
        Assert.Equal([(191121684, "Sashank"), (191125635, "rahul")], customers.Select(customer => (customer.Id, customer.Name)));
    }

    [Fact]
    public void V1_pull_knows_every_filter_of_the_sample()
    {
        var filter = new CustomerFilter
        {
            Name = "a", Phone = "b", Email = "c", DesignationType = "d", CustomerId = 1, CustomerCode = "e", ZoneIds = [2], AssignedToIds = [3],
            CustomerType = CustomerType.Organization, PrimarySourceId = 4, SecondarySourceId = 5, TertiarySourceId = 6, AllCustomerPage = true,
        };
        for (var i = 1; i <= 15; i++)
            filter.SetAttribute($"attr{i}", "f");
        var sample = Regex.Matches(Encoding.UTF8.GetString(PublishedAnswerTests.Published("v1-pull-request.txt")), "\"(\\w+)\":").Cast<Match>().Select(match => match.Groups[1].Value);

        var sent = JsonNode.Parse(Assert.Single(Dialect.V1.Pull(new CustomerPage(1000298, new DateTime(2024, 5, 1), filter))).Body)!.AsObject();

        // On purpose: lists of ids, which the service reads first, or where the single id is empty.
        Assert.Equal(sample.Except(["zone_id", "assignedToId"]).Order(), sent.Select(member => member.Key).Order());
    }

    [Theory]
    [InlineData("legacy-add.txt", null)]
    [InlineData("""{"Message":"Customer Added Successfully","Status":"Success","Kapture Customer Id":"48338968"}""", 48338968L)]
    public async Task Legacy_add(string answer, long? expected)
    {
        var fields = new CustomerFields
        {
            Name = "rahul", Phone = "1234567890", Email = "abc@gmail.com", City = "bangalore", Country = "india", CustomerCode = "1", State = "karanataka",
            Type = "t", Classification = "abc", Zone = "India", Address = "domlur", DateOfBirth = "YYYY-MM-DD", AnniversaryDate = "YYYY-MM-DD",
        };

        var (result, sent) = await CallAsync(Dialect.Legacy, answer, client => client.AddCustomerAsync(fields));

        Assert.Equal(PublishedText("legacy-add-request.json"), sent.Text);
        AssertSent(sent, LegacyAddUpdatePath);
        Assert.Equal((expected, null, WriteAction.Added), (result.CustomerId, result.ContactId, result.Action));
        Assert.Equal(("rahul", "Customer Added Successfully", 1), (result.Name, result.Message, result.Attempts));
    }

    [Theory]
    [InlineData("legacy-update.txt")]
    [InlineData("""{"message":"Customer Updated Successfully","status":"success"}""")]
    public async Task Legacy_update(string answer)
    {
        var fields = new CustomerFields { Name = "rahul", Phone = "1234567890", Email = "abc@gmail.com", City = "bangalore", Country = "india", CustomerCode = "1", State = "karanataka" };
        foreach (var label in new[] { "Field 1", "ad", "role", "Field 2" })
            fields.AdditionalFields.Add(label, string.Empty);

        var (result, sent) = await CallAsync(Dialect.Legacy, answer, client => client.UpdateCustomerAsync(272930, fields));

        // On purpose: the sample's key "customer_code " has a space that the table of the add has not.
        Assert.Equal(PublishedText("legacy-update-request.json").ReplaceLineEndings(string.Empty).Replace("\"customer_code \"", "\"customer_code\"", StringComparison.Ordinal), sent.Text);
        AssertSent(sent, LegacyAddUpdatePath);
        Assert.Equal((272930, null, WriteAction.Updated), (result.CustomerId, result.ContactId, result.Action));
        Assert.Equal("Customer Updated Successfully", result.Message);
    }

    [Fact]
    public async Task Legacy_get()
    {
        var (customer, sent) = await CallAsync(Dialect.Legacy, "legacy-search.json", client => client.GetCustomerAsync(CustomerKey.ById(286829)));

        // On purpose: the published pair is about two customers.
        Assert.Equal(PublishedText("legacy-search-request.json").Replace("272930", "286829", StringComparison.Ordinal), sent.Text);
        AssertSent(sent, GetPath);
        Assert.Equal((286829, 396, "Nikesh", "t", 2), (customer.Id, customer.AccountId, customer.Name, customer.Type, customer.Zone));
        Assert.Equal(new DateTimeOffset(2016, 3, 3, 13, 38, 59, _india), customer.Created);
        Assert.Equal([("nikesh", "999999911"), ("nikesh", "8867148604")], customer.Contacts.Select(contact => (contact.Name, contact.Phone)));
    }

    [Fact]
    public async Task Legacy_get_as_published_is_an_answer_about_somebody_else()
    {
        var handler = Answering("legacy-search.json");
        using var client = Calls.Client(handler, dialect: Dialect.Legacy);

        await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => client.GetCustomerAsync(CustomerKey.ById(272930)));

        Assert.Equal(PublishedText("legacy-search-request.json"), Assert.Single(handler.Sent).Text);
    }

    [Fact]
    public async Task Legacy_pull()
    {
        var (customers, sent) = await CallAsync(Dialect.Legacy, "legacy-select.txt", client => client.GetCustomerPageAsync(new CustomerPage(null, new DateTime(2016, 3, 31), new CustomerFilter())));

        // On purpose: to the day after, which holds the whole day whichever way the end is read.
        Assert.Equal(PublishedText("legacy-select-request.json").Replace("\"end_date\":\"2016-03-31\"", "\"end_date\":\"2016-04-01\"", StringComparison.Ordinal), sent.Text);
        AssertSent(sent, "/select-customer-between-start-and-end-dates.html");
        var customer = Assert.Single(customers);
        Assert.Equal((287230, 396, "Chandran", "560009", "999999100"), (customer.Id, customer.AccountId, customer.Name, customer.PostalCode, customer.Phone));
        Assert.Equal(new DateTimeOffset(2016, 4, 29, 22, 37, 14, _india), customer.Created);
    }

    [Fact]
    public async Task Legacy_pull_in_the_form_of_the_table_where_the_form_of_the_sample_is_refused()
    {
        var handler = new ScriptedHandler(attempt => attempt == 1
            ? ScriptedHandler.Reply(200, """{"Message":"Invalid date format.","Status":"Fail"}""")
            : Reply("legacy-select.txt"));
        using var client = Calls.Client(handler, dialect: Dialect.Legacy);
        var page = new CustomerPage(null, new DateTime(2016, 3, 31), new CustomerFilter());

        Assert.Single(await client.GetCustomerPageAsync(page));
        Assert.Single(await client.GetCustomerPageAsync(page));

        var withTime = """{"start_date":"2016-03-31 00:00:00","end_date":"2016-04-01 00:00:00"}""";
        Assert.Equal(["""{"start_date":"2016-03-31","end_date":"2016-04-01"}""", withTime, withTime], handler.Sent.Select(request => request.Text));
    }

    [Fact]
    public async Task Legacy_adds_a_contact()
    {
        var contact = new ContactFields { Name = "adjetter", Phone = "1234567890", Email = "help@adjetter.com" };
        var (result, sent) = await CallAsync(Dialect.Legacy, "legacy-add-contact.txt", client => client.AddContactAsync(272930, contact));

        // On purpose: the sample does not say whose contact it is.
        Assert.Equal(PublishedText("legacy-add-contact-request.json").Replace("{", "{\"customer_id\":\"272930\",", StringComparison.Ordinal), sent.Text);
        AssertSent(sent, "/add-more-contacts-for-existing-customer.html");
        Assert.Equal((272930, null, WriteAction.ContactAdded), (result.CustomerId, result.ContactId, result.Action));
        Assert.Equal(("adjetter", "Customer Added Successfully"), (result.Name, result.Message));
    }

    private static CustomerFields V1Sample(string phone, string firstName, string lastName) => new()
    {
        Name = "ABC", Phone = phone, Country = "India", Address = "jalsa", CustomerType = CustomerType.Organization, Remarks = "testing",
        Contacts = { SampleContact(phone, firstName, lastName) },
        Enquiry = new EnquiryFields { Remarks = "testing", Update = false },
    };

    private static ContactFields SampleContact(string phone, string firstName, string lastName) => new()
    {
        Title = "no", FirstName = firstName, LastName = lastName, Phone = phone, Gender = "Male", Update = false, MatchEmailPhone = false,
    };

    private static async Task<(T Result, SentRequest Sent)> CallAsync<T>(Dialect dialect, string answer, Func<KaptureClient, Task<T>> call)
    {
        var handler = Answering(answer);
        using var client = Calls.Client(handler, dialect: dialect);
        var result = await call(client);
        return (result, Assert.Single(handler.Sent));
    }

    private static ScriptedHandler Answering(string answer) => new(_ => answer[0] == '{' ? ScriptedHandler.Reply(200, answer) : Reply(answer));

    private static HttpResponseMessage Reply(string published) => new() { Content = new ByteArrayContent(PublishedAnswerTests.Published(published)) };

    private static string PublishedText(string name) => Encoding.UTF8.GetString(PublishedAnswerTests.Published(name)).TrimEnd('\n');

    private static JsonNode PublishedJson(string name) => JsonNode.Parse(PublishedText(name))!;

    private static void AssertSent(SentRequest sent, string path) =>
        Assert.Equal(("POST", new Uri(Calls.Somewhere, path), "application/json", "Basic " + Calls.Token), (sent.Method, sent.Uri, sent.ContentType, sent.Authorization));

    // The samples name every field; of those that say nothing, only the flags that were asked for are sent.
    private static void AssertSaysTheSame(JsonNode sample, SentRequest sent)
    {
        RemoveBlanks(sample);
        sample["customer_info"]!.AsObject().Remove("update");
        Assert.True(JsonNode.DeepEquals(sample, JsonNode.Parse(sent.Text)), $"{sample.ToJsonString()}\n{sent.Text}");
    }

    private static void RemoveBlanks(JsonNode node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                RemoveBlanks(item!);
            return;
        }

        foreach (var (key, value) in node.AsObject().ToArray())
        {
            if (value is JsonObject { Count: 0 } || (value is JsonValue text && text.TryGetValue<string>(out var said) && said.Length == 0))
                node.AsObject().Remove(key);
            else if (value is JsonObject or JsonArray)
                RemoveBlanks(value);
        }
    }
}
