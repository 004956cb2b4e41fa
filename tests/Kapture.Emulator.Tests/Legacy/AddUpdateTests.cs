using System.Text.Json;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Legacy;

public sealed class AddUpdateTests
{
    private const string Added = """{"Message":"Customer Added Successfully","Status":"Success"};""";
    private const string Updated = """{"message":"Customer Updated Successfully","status":"success"}""";
    private const string Required = """{"Message":"Name, Email Id, and Phone Number required","Status":"Fail"}""";
    private const string NotFound = """{"Message":"Information given by you does not exist in our sytsem.","Status":"Fail"}""";
    private const string InvalidJson = """{"Message":"Invalid Json.","Status":"Fail"}""";

    private readonly Service _service = new();

    [Theory]
    [InlineData("""{"name":"A","phone":"1"}""")]
    [InlineData("""{"name":"A","phone":91}""")]
    [InlineData("""{"NAME ":"A"," Email":"a@example.com","customer_id":" "}""")]
    public void A_name_and_a_phone_or_an_email_is_enough(string body)
    {
        Assert.Equal(Added, Write(body));
        Assert.Equal(1, _service.Emulator.GetStatistics().Operations[EmulatorOperation.Add].Requests);
    }

    [Theory]
    [InlineData("{}", Required)]
    [InlineData("""{"name":"A"}""", Required)]
    [InlineData("""{"name":"A","phone":" ","email":""}""", Required)]
    [InlineData("""{"name":" ","phone":"1"}""", Required)]
    [InlineData("""{"name":null,"phone":"1"}""", Required)]
    [InlineData("", InvalidJson)]
    [InlineData("[]", InvalidJson)]
    [InlineData("""{"name":"\ud83d","phone":"1"}""", InvalidJson)]
    [InlineData("""{"name":"A","phone":"1"};""", InvalidJson)]
    public void Otherwise_nothing_is_added(string body, string answer)
    {
        Assert.Equal(answer, Write(body));
        Assert.Equal(0, _service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void Every_field_comes_back_in_both_dialects()
    {
        Write(
            """
            {"name":"N","phone":"1","email":"n@example.com","city":"C","country":"L","Customer_Code ":"X1","state":"S","type":"T","classification":"K","zone":"4",
             "address":"A","date_of_birth":"1990-02-01","anniversary_date":"2015-03-04"}
            """);

        foreach (var record in Records(191700000))
        {
            foreach (var (key, value) in new Dictionary<string, string>
            {
                ["name"] = "N",
                ["city"] = "C",
                ["country"] = "L",
                ["customerCode"] = "X1",
                ["state"] = "S",
                ["customerType"] = "T",
                ["classification"] = "K",
                ["zone"] = "4",
                ["address"] = "A",
                ["dateOfBirth"] = "1990-02-01",
                ["anniversaryDate"] = "2015-03-04",
            })
            {
                Assert.Equal(value, record.GetProperty(key).ToString());
            }

            Assert.False(record.TryGetProperty("additional_fields", out _));
            Assert.Equal("n@example.com", record.GetProperty("contacts")[0].GetProperty("email").GetString());
        }
    }

    [Fact]
    public void Dates_that_nobody_sent_are_no_keys()
    {
        Write("""{"name":"N","phone":"1"}""");

        Assert.All(Records(191700000), static record => Assert.False(record.TryGetProperty("dateOfBirth", out _) || record.TryGetProperty("anniversaryDate", out _)));
    }

    [Fact]
    public void What_is_no_documented_key_is_a_custom_field_under_its_own_label()
    {
        Write("""{"name":"N","phone":"1","Field 1":"gold","pincode":"5","n":1.50,"Field 2":""}""");

        Assert.All(Records(191700000), static record =>
            Assert.Equal("""{"Field 1":"gold","pincode":"5","n":1.50}""", record.GetProperty("additional_fields").GetRawText()));
    }

    [Fact]
    public void Custom_fields_of_both_dialects_are_the_same_ones()
    {
        var id = _service.Add("""{"customer_name":"A","phone":"1","additional_fields":{"tier":"gold","Field 1":"x"}}""");

        Assert.Equal(Updated, Write($$"""{"customer_id":"{{id}}","Field 1":"","tier":"silver"}"""));

        Assert.Equal("""{"tier":"silver"}""", _service.Record(id).GetProperty("additional_fields").GetRawText());
    }

    [Fact]
    public void An_update_sets_what_is_sent_and_erases_what_is_blank()
    {
        Write("""{"name":"N","phone":"1","email":"n@example.com","city":"Pune","state":"S","date_of_birth":"1990-02-01"}""");

        Assert.Equal(Updated, Write("""{"Customer_Id":191700000,"phone":"2","city":"Goa","state":" ","date_of_birth":"","name":null}"""));

        var record = _service.Record(191700000);
        Assert.Equal(("N", "Goa", ""), (record.GetProperty("name").GetString(), record.GetProperty("city").GetString(), record.GetProperty("state").GetString()));
        Assert.Equal("2", record.GetProperty("contacts")[0].GetProperty("phone").GetString());
        Assert.False(record.TryGetProperty("dateOfBirth", out _));
        Assert.Equal(1, _service.Emulator.GetStatistics().Operations[EmulatorOperation.Update].Requests);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("abc")]
    public void An_unknown_id_fails(string id) => Assert.Equal(NotFound, Write($$"""{"customer_id":"{{id}}","city":"Goa"}"""));

    [Theory]
    [InlineData("""{"name":"B","phone":"1"}""")]
    [InlineData("""{"name":"B","phone":"2","email":"A@example.com"}""")]
    public void A_known_phone_or_email_changes_that_customer_where_the_account_matches(string body)
    {
        var service = new Service(new EmulatorOptions { MatchExisting = true });
        service.Text(Service.LegacyAddUpdatePath, """{"name":"A","phone":"1","email":"a@example.com"}""");

        Assert.Equal(Updated, service.Text(Service.LegacyAddUpdatePath, body));
        Assert.Equal(1, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void Newer_tenants_answer_an_add_with_its_id()
    {
        var service = new Service(new EmulatorOptions { LegacyQuirks = LegacyQuirks.Published | LegacyQuirks.CustomerIdInAnswer, MatchExisting = true });
        var answer = service.Text(Service.LegacyAddUpdatePath, """{"name":"A","phone":"1"}""");

        Assert.Equal("""{"Message":"Customer Added Successfully","Status":"Success","Kapture Customer Id":"191700000"};""", answer);
        Assert.Equal(
            """{"message":"Customer Updated Successfully","status":"success","Kapture Customer Id":"191700000"}""",
            service.Text(Service.LegacyAddUpdatePath, """{"name":"B","phone":"1"}"""));
        Assert.Equal(Updated, service.Text(Service.LegacyAddUpdatePath, """{"customer_id":"191700000","name":"C"}"""));
        Assert.Equal(
            """{"Message":"Customer Added Successfully","Status":"Success"};""",
            service.Text(Service.AddContactPath, """{"customer_id":"191700000","phone":"3"}"""));
    }

    private string Write(string body) => _service.Text(Service.LegacyAddUpdatePath, body);

    // The record by Get and Pull of V1 and of Legacy.
    private JsonElement[] Records(long id) =>
    [
        _service.Record(id),
        Assert.Single(_service.Pull("2024-05-02", "2024-05-02")),
        _service.Json(Service.GetPath, $$"""{"customer_id":"{{id}}"}""").GetProperty("message")[0],
        JsonDocument.Parse(
            _service.Text(Service.LegacyPullPath, Service.LegacyPullBody("2024-05-02", "2024-05-02")),
            new JsonDocumentOptions { AllowTrailingCommas = true }).RootElement.GetProperty("message")[0],
    ];
}
