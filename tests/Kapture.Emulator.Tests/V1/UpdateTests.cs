using System.Text.Json;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class UpdateTests
{
    private readonly Service _service = new();
    private readonly long _id;

    public UpdateTests() => _id = _service.Add(
        """
        {"customer_name":"A","phone":"1","email_id":"a@example.com","city":"Pune","zone":3,"organization":true,
         "additional_fields":{"tier":"gold","since":2020}}
        """);

    [Fact]
    public void What_is_sent_is_set_and_what_is_not_sent_stays()
    {
        var answer = Update("""{"city":"Goa"}""");

        Assert.Equal("Customer Updated successfully !", answer.GetProperty("message").GetString());
        Assert.Equal("UPDATE_CUSTOMER", answer.GetProperty("customer").GetProperty("action_event").GetString());
        Assert.Equal("Goa", Text("city"));
        Assert.Equal("A", Text("name"));
        Assert.Equal("3", Text("zone"));
        Assert.Equal("True", Text("isOrganization"));
    }

    [Fact]
    public void A_blank_erases()
    {
        Update("""{"city":" ","zone":"","email_id":"","additional_fields":{"tier":""}}""");

        Assert.Equal("", Text("city"));
        Assert.Equal("0", Text("zone"));
        Assert.Equal("", Contact(0).GetProperty("email").GetString());
        Assert.Equal("1", Contact(0).GetProperty("phone").GetString());
        Assert.Equal("""{"since":2020}""", Record().GetProperty("additional_fields").GetRawText());
    }

    [Fact]
    public void Null_says_nothing()
    {
        Update("""{"city":null}""");

        Assert.Equal("Pune", Text("city"));
    }

    [Fact]
    public void Custom_fields_are_merged()
    {
        Update("""{"additional_fields":{"since":2021,"new":false}}""");

        Assert.Equal("""{"tier":"gold","since":2021,"new":false}""", Record().GetProperty("additional_fields").GetRawText());
    }

    [Fact]
    public void An_individual_is_no_organization()
    {
        Update("""{"individual":true}""");

        Assert.Equal("False", Text("isOrganization"));
    }

    [Fact]
    public void Without_contacts_the_answer_names_the_primary_one() =>
        Assert.Equal(Contact(0).GetProperty("id").GetInt64(), Update("""{"city":"Goa"}""").GetProperty("customer").GetProperty("contact_id").GetInt64());

    [Fact]
    public void The_id_may_be_a_number()
    {
        var answer = _service.Write($$$"""{"customer_info":{"customer_id":{{{_id}}},"city":"Goa"}}""");

        Assert.Equal("success", answer.GetProperty("status").GetString());
        Assert.Equal("Goa", Text("city"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    public void An_unknown_id_is_not_found(string id) => Assert.Equal(
        """{"Customer Details":"Information given by you does not exist in our sytsem.","status":"failed"}""",
        _service.Text(Service.AddUpdatePath, $$$"""{"customer_info":{"customer_id":"{{{id}}}","city":"Goa"}}"""));

    [Fact]
    public void A_contact_without_id_is_added()
    {
        var answer = Update("{}", """{"contact_person_name":"B","contact_person_email":"b@example.com"}""");

        Assert.Equal("Customer Updated successfully !Contact Added successfully !", answer.GetProperty("message").GetString());
        Assert.Equal(answer.GetProperty("customer").GetProperty("contact_id").GetInt64(), Contact(1).GetProperty("id").GetInt64());
        Assert.False(Contact(1).GetProperty("isPrimaryContact").GetBoolean());
        Assert.Equal(_id, Contact(1).GetProperty("leadId").GetInt64());
        Assert.Equal(2, _service.Emulator.GetStatistics().Contacts);
    }

    [Fact]
    public void Of_several_contacts_the_answer_names_the_first_and_tells_what_happened_to_all()
    {
        var contactId = Contact(0).GetProperty("id").GetInt64();

        var answer = Update("{}", $$"""{"contact_person_phone":"2"},{"contact_id":{{contactId}},"gender":"Male"},{"title":""},{"contact_person_phone":"3"}""");

        Assert.Equal("Customer Updated successfully !Contact Added successfully !Contact Updated successfully !", answer.GetProperty("message").GetString());
        Assert.Equal(["1", "2", "3"], Record().GetProperty("contacts").EnumerateArray().Select(static c => c.GetProperty("phone").GetString()));
        Assert.Equal(Contact(1).GetProperty("id").GetInt64(), answer.GetProperty("customer").GetProperty("contact_id").GetInt64());
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("\"{0}\"")]
    public void A_contact_with_id_is_changed(string form)
    {
        var contactId = Contact(0).GetProperty("id").GetInt64();
        var answer = Update("{}", $$"""{"contact_id":{{form.Replace("{0}", $"{contactId}", StringComparison.Ordinal)}},"gender":"Male","additional_contact_phone":"4"}""");

        Assert.Equal("Customer Updated successfully !Contact Updated successfully !", answer.GetProperty("message").GetString());
        Assert.Equal(contactId, answer.GetProperty("customer").GetProperty("contact_id").GetInt64());
        Assert.Equal("Male", Contact(0).GetProperty("gender").GetString());
        Assert.Equal("4", Contact(0).GetProperty("additionalPhone").GetString());
        Assert.Equal("1", Contact(0).GetProperty("phone").GetString());
        Assert.Equal(1, Record().GetProperty("contacts").GetArrayLength());
    }

    [Fact]
    public void A_contact_of_somebody_else_is_not_found_and_nothing_changes()
    {
        var other = _service.Record(_service.Add("""{"customer_name":"B","phone":"2"}""")).GetProperty("contacts")[0].GetProperty("id").GetInt64();

        var answer = Update("""{"city":"Goa"}""", $$"""{"contact_id":{{other}},"contact_person_phone":"9"}""");

        Assert.Equal("failed", answer.GetProperty("status").GetString());
        Assert.Equal("Pune", Text("city"));
    }

    [Fact]
    public void A_new_contact_needs_a_phone_or_an_email()
    {
        var answer = Update("""{"city":"Goa"}""", """{"first_name":"B"}""");

        Assert.Equal("Name, Email Id, and Phone Number required", answer.GetProperty("message").GetString());
        Assert.Equal("Pune", Text("city"));
    }

    [Fact]
    public void Look_ups_follow_a_changed_phone_and_email()
    {
        Update("""{"phone":"8","email_id":"new@example.com"}""");

        Assert.Equal(_id, Found("phone", "8"));
        Assert.Equal(_id, Found("email_id", "NEW@example.com"));
        Assert.Null(Found("phone", "1"));
        Assert.Null(Found("email_id", "a@example.com"));
    }

    [Fact]
    public void Each_enquiry_counts_unless_it_is_blank_or_known()
    {
        foreach (var enquiry in (string[])["""{"remarks":"r"}""", """{"remarks":" ","update":false,"additional_fields":{}}""", """{"enquiry_id":"7","remarks":"r"}""", """{"action":"a"}"""])
            _service.Write($$$"""{"customer_info":{"customer_id":{{{_id}}}},"enquiry_info":{{{enquiry}}}}""");

        Assert.Equal("2", Text("totalNoOfEnquiries"));
    }

    [Fact]
    public void Only_the_modification_time_moves()
    {
        _service.Clock.Now += TimeSpan.FromHours(2);
        Update("""{"city":"Goa"}""");

        var record = Assert.Single(_service.Pull("2024-05-02", "2024-05-02"));
        Assert.Equal("May 2, 2024 4:15:42 PM", record.GetProperty("generationDate").GetString());
        Assert.Equal(18, record.GetProperty("lastModificationTime").GetProperty("hourOfDay").GetInt32());
    }

    private JsonElement Update(string customerInfo, string? contact = null)
    {
        var info = customerInfo == "{}" ? "{" : customerInfo[..^1] + ",";
        var contacts = contact is null ? "" : $",\"contact_info\":[{contact}]";
        return _service.Write("{\"customer_info\":" + info + $"\"customer_id\":\"{_id}\"" + "}" + contacts + "}");
    }

    private JsonElement Record() => _service.Record(_id);

    private JsonElement Contact(int index) => Record().GetProperty("contacts")[index];

    private string Text(string key) => Record().GetProperty(key).ToString();

    private long? Found(string key, string value)
    {
        var details = _service.Json(Service.GetPath, $$"""[{"{{key}}":"{{value}}"}]""").GetProperty("Customer Details");
        return details.ValueKind == JsonValueKind.Object ? details.GetProperty("id").GetInt64() : null;
    }
}
