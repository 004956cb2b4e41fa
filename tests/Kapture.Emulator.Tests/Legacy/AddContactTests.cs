using System.Text.Json;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Legacy;

public sealed class AddContactTests
{
    private const string Added = """{"Message":"Customer Added Successfully","Status":"Success"};""";

    private readonly Service _service = new();
    private readonly long _id;

    public AddContactTests() => _id = _service.Add("""{"customer_name":"A","phone":"1"}""");

    [Theory]
    [InlineData("customer_id", "name", "phone", "email", "additional_email", "additional_phone", "designation", "gender", "age", "marital_status")]
    [InlineData("Customer ID", "Contact Person", "Phone ", "Email", "Additional Email", "Additional Phone", "Designation", "Gender", "Age", "Marital Status")]
    [InlineData("customerId", "contact_person", "PHONE", "EMAIL", "AdditionalEmail", "additionalPhone", "DESIGNATION", " gender", "AGE", "maritalStatus")]
    public void Every_spelling_of_the_page_goes(
        string customerId, string name, string phone, string email, string additionalEmail, string additionalPhone, string designation, string gender, string age, string maritalStatus)
    {
        var answer = Add(
            $$"""
            {"{{customerId}}":"{{_id}}","{{name}}":"B","{{phone}}":"2","{{email}}":"b@example.com","{{additionalEmail}}":"c@example.com","{{additionalPhone}}":"3",
             "{{designation}}":"Head","{{gender}}":"Female","{{age}}":"34","{{maritalStatus}}":"S"}
            """);

        Assert.Equal(Added, answer);
        foreach (var contact in (JsonElement[])[_service.Record(_id).GetProperty("contacts")[1], Legacy().GetProperty("contacts")[1]])
        {
            Assert.Equal(
                ("B", "2", "b@example.com", "3", "Female", 34, "S", "Head", "c@example.com"),
                (Text(contact, "contactPerson"), Text(contact, "phone"), Text(contact, "email"), Text(contact, "additionalPhone"), Text(contact, "gender"),
                    contact.GetProperty("age").GetInt32(), Text(contact, "maritalStatus"), Text(contact, "designation"), Text(contact, "additionalEmail")));
        }
    }

    [Fact]
    public void What_nobody_said_is_no_undocumented_key()
    {
        Add($$"""{"customer_id":{{_id}},"email":"b@example.com","age":"young","designation":""}""");

        var contact = _service.Record(_id).GetProperty("contacts")[1];
        Assert.Equal(("", 0, " "), (Text(contact, "contactPerson"), contact.GetProperty("age").GetInt32(), Text(contact, "maritalStatus")));
        Assert.Equal("showBirthYear", contact.EnumerateObject().Last().Name);
        Assert.Equal("enquiryId", Legacy().GetProperty("contacts")[1].EnumerateObject().Last().Name);
    }

    [Theory]
    [InlineData("""{"customer_id":"191700000","name":"B"}""", "Name, Email Id, and Phone Number required", 400)]
    [InlineData("""{"customer_id":"191700000","name":"B","additional_phone":"3","phone":" "}""", "Name, Email Id, and Phone Number required", 400)]
    [InlineData("""{"name":"B","phone":"2"}""", "ReqFieldMissing", 400)]
    [InlineData("""{"customer_id":" ","name":"B","phone":"2"}""", "ReqFieldMissing", 400)]
    [InlineData("""{"customer_id":"5","name":"B","phone":"2"}""", "Information given by you does not exist in our sytsem.", 404)]
    [InlineData("[]", "Invalid Json.", 400)]
    public void Otherwise_nothing_is_added(string body, string message, int documented)
    {
        var service = new Service(new EmulatorOptions { FailureStatus = FailureStatus.Documented });
        service.Add("""{"customer_name":"A","phone":"1"}""");

        Assert.Equal($$"""{"Message":"{{message}}","Status":"Fail"}""", service.Text(Service.AddContactPath, body));
        Assert.Equal(documented, service.Send(Service.AddContactPath, body).StatusCode);
        Assert.Equal(1, service.Emulator.GetStatistics().Contacts);
    }

    [Fact]
    public void It_is_an_operation_of_its_own_to_statistics_and_faults()
    {
        _service.Emulator.Faults = FaultJson.Parse("""[{"kind":"status","operation":"addContact","statusCode":502}]"""u8.ToArray());

        Assert.Equal(200, Exchange(Service.GetPath, $$"""{"customer_id":"{{_id}}"}""").Response.StatusCode);
        Assert.Equal(502, Exchange(Service.AddContactPath, $$"""{"customer_id":"{{_id}}","phone":"2"}""").Response.StatusCode);

        var counts = _service.Emulator.GetStatistics().Operations;
        Assert.Equal(1, counts[EmulatorOperation.AddContact].ByStatus[502]);
        Assert.False(counts.ContainsKey(EmulatorOperation.Update));
    }

    private EmulatorExchange Exchange(string path, string body) =>
        _service.Emulator.Exchange(new EmulatorRequest("POST", path, Service.Key, System.Text.Encoding.UTF8.GetBytes(body)));

    private string Add(string body) => _service.Text(Service.AddContactPath, body);

    private JsonElement Legacy() => _service.Json(Service.GetPath, $$"""{"customer_id":"{{_id}}"}""").GetProperty("message")[0];

    private static string? Text(JsonElement contact, string key) => contact.GetProperty(key).GetString();
}
