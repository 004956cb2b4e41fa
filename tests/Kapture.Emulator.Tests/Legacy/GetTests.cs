using System.Text;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Legacy;

public sealed class GetTests
{
    private readonly Service _service = new();
    private readonly long _id;

    public GetTests() => _id = _service.Add("""{"customer_name":"A","phone":"1"}""");

    [Theory]
    [InlineData("""{"customer_id":"191700000"}""")]
    [InlineData("""{"customer_id":191700000}""")]
    [InlineData("""{"Customer_Id ":"191700000"}""")]
    public void An_object_speaks_legacy(string body) =>
        Assert.StartsWith($$"""{"message":[{"id":{{_id}},"cmId":1000298,""", _service.Text(Service.GetPath, body), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"customer_id":"5"}""", "Information given by you does not exist in our sytsem.")]
    [InlineData("""{"customer_id":"abc"}""", "Information given by you does not exist in our sytsem.")]
    [InlineData("""{"customer_id":" "}""", "ReqFieldMissing")]
    [InlineData("""{"customer_code":"1"}""", "ReqFieldMissing")]
    [InlineData("""{"phone":"1"}""", "ReqFieldMissing")]
    public void Only_a_known_id_finds(string body, string message) =>
        Assert.Equal($$"""{"Message":"{{message}}","Status":"Fail"}""", _service.Text(Service.GetPath, body));

    [Fact]
    public void What_only_v1_can_set_is_shown_where_it_is_set()
    {
        var id = _service.Write(
            """
            {"customer_info":{"customer_name":"B","phone":"2","remarks":"R","associate_fields":{"a":1}},
             "contact_info":[{"contact_person_phone":"2","country_code":"+91"}]}
            """).GetProperty("customer").GetProperty("customer_id").GetInt64();

        var record = _service.Json(Service.GetPath, $$"""{"customer_id":"{{id}}"}""").GetProperty("message")[0];
        Assert.Equal("R", record.GetProperty("remarks").GetString());
        Assert.Equal("""{"a":1}""", record.GetProperty("associate_fields").GetRawText());
        Assert.Equal("+91", record.GetProperty("contacts")[0].GetProperty("phoneCountryCode").GetString());
    }

    [Fact]
    public void A_fault_makes_it_speak_of_somebody_else()
    {
        _service.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.WrongCustomer }];

        var answer = _service.Emulator.Exchange(new EmulatorRequest("POST", Service.GetPath, Service.Key, Encoding.UTF8.GetBytes($$"""{"customer_id":{{_id}}}""")));

        Assert.Contains($"\"id\":{_id + 1},", Encoding.UTF8.GetString(answer.Response.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_makes_an_add_name_somebody_else()
    {
        var service = new Service(new EmulatorOptions { LegacyQuirks = LegacyQuirks.CustomerIdInAnswer });
        service.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.WrongCustomer }];

        var answer = service.Emulator.Exchange(new EmulatorRequest("POST", Service.LegacyAddUpdatePath, Service.Key, """{"name":"A","phone":"1"}"""u8.ToArray()));

        Assert.Equal(
            """{"message":"Customer Added Successfully","status":"success","Kapture Customer Id":"191700001"}""", Encoding.UTF8.GetString(answer.Response.Body.Span));
        Assert.Equal("A", service.Record(191700000).GetProperty("name").GetString());
    }
}
