using Kapture.Emulator.Faults;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Legacy;

public sealed class QuirkTests
{
    private const string Person = """{"name":"A","phone":"1"}""";
    private const string Day = """{"start_date":"2024-05-02","end_date":"2024-05-02"}""";
    private const string Known = """{"customer_id":"191700000"}""";

    [Theory]
    [InlineData(LegacyQuirks.None, """{"message":"Customer Added Successfully","status":"success"}""")]
    [InlineData(LegacyQuirks.Capitalised, """{"Message":"Customer Added Successfully","Status":"Success"}""")]
    [InlineData(LegacyQuirks.TrailingSemicolon, """{"message":"Customer Added Successfully","status":"success"};""")]
    [InlineData(LegacyQuirks.CustomerIdInAnswer, """{"message":"Customer Added Successfully","status":"success","Kapture Customer Id":"191700000"}""")]
    public void Added_customers_and_contacts_are_answered_as_switched(LegacyQuirks quirks, string expected)
    {
        var service = new Service(new EmulatorOptions { LegacyQuirks = quirks });

        Assert.Equal(expected, service.Text(Service.LegacyAddUpdatePath, Person));
        Assert.Equal(
            expected.Replace(",\"Kapture Customer Id\":\"191700000\"", "", StringComparison.Ordinal),
            service.Text(Service.AddContactPath, """{"customer_id":"191700000","phone":"2"}"""));
    }

    [Theory]
    [InlineData(LegacyQuirks.None, """{"message":"Auth Key Invalid","status":"failed"}""")]
    [InlineData(LegacyQuirks.Capitalised, """{"Message":"Auth Key Invalid","Status":"Fail"}""")]
    public void Failures_are_answered_as_switched(LegacyQuirks quirks, string expected) =>
        Assert.Equal(expected, new Service(new EmulatorOptions { LegacyQuirks = quirks }).Text(Service.LegacyPullPath, Day, key: null));

    [Theory]
    [InlineData(LegacyQuirks.None, "\"contactPerson\":\"A\"", "\"referralId\":0}],\"status\":\"success\"}")]
    [InlineData(LegacyQuirks.StatusInRecord, "\"contactPerson\":\"A\"", "\"referralId\":0,\"status\":\"success\"}]}")]
    [InlineData(LegacyQuirks.TrailingSpaceInKey, "\"contactPerson \":\"A\"", "\"referralId\":0}],\"status\":\"success\"}")]
    public void Get_is_answered_as_switched(LegacyQuirks quirks, string key, string end)
    {
        var answer = Filled(new EmulatorOptions { LegacyQuirks = quirks }).Text(Service.GetPath, Known);

        Assert.Contains(key, answer, StringComparison.Ordinal);
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LegacyQuirks.None, "true false")]
    [InlineData(LegacyQuirks.EveryContactPrimary, "true true")]
    public void Contacts_are_primary_as_switched(LegacyQuirks quirks, string expected)
    {
        var service = Filled(new EmulatorOptions { LegacyQuirks = quirks });
        service.Text(Service.AddContactPath, """{"customer_id":"191700000","phone":"2"}""");

        var contacts = service.Json(Service.GetPath, Known).GetProperty("message")[0].GetProperty("contacts");
        Assert.Equal(expected, string.Join(" ", contacts.EnumerateArray().Select(static c => c.GetProperty("isPrimaryContact").GetRawText())));
    }

    [Theory]
    [InlineData(LegacyQuirks.None, "\"referralId\":0}],\"status\":\"success\"}")]
    [InlineData(LegacyQuirks.TrailingComma, "\"referralId\":0},],\"status\":\"success\"}")]
    public void Pull_is_answered_as_switched(LegacyQuirks quirks, string end)
    {
        var answer = Filled(new EmulatorOptions { LegacyQuirks = quirks }).Text(Service.LegacyPullPath, Day);

        Assert.StartsWith("{\"message\":[{\"id\":191700000,", answer, StringComparison.Ordinal);
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
        Assert.Contains("\"contactPerson\":\"A\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_general_oddities_come_on_top_of_the_published_ones()
    {
        var service = Filled(new EmulatorOptions
        {
            Quirks = EmulatorQuirks.TrailingSemicolon | EmulatorQuirks.TrailingSpaceInKeys | EmulatorQuirks.IdsAsStrings | EmulatorQuirks.CapitalisedStatus,
        });

        var got = service.Text(Service.GetPath, Known);
        Assert.StartsWith("{\"Message\":[{\"id \":\"191700000\",", got, StringComparison.Ordinal);
        Assert.Contains("\"contactPerson \":\"A\"", got, StringComparison.Ordinal);
        Assert.EndsWith("\"referralId \":\"0\",\"status \":\"success\"}]};", got, StringComparison.Ordinal);
        Assert.EndsWith("\"referralId \":\"0\"},],\"Status\":\"Success\"};", service.Text(Service.LegacyPullPath, Day), StringComparison.Ordinal);
        Assert.Equal("""{"Message":"Customer Added Successfully","Status":"Success"};""", service.Text(Service.LegacyAddUpdatePath, Person));
        Assert.Equal("""{"Message":"Customer Updated Successfully","Status":"Success"};""", service.Text(Service.LegacyAddUpdatePath, """{"customer_id":"191700000","city":"Goa"}"""));
    }

    [Fact]
    public void A_fault_rule_orders_oddities_of_legacy_answers_too()
    {
        var service = new Service();
        service.Emulator.Faults = [new EmulatorFault { Operation = EmulatorOperation.Add, Kind = FaultKind.Quirks, Quirks = EmulatorQuirks.BooleansAsStrings }];

        var answer = service.Emulator.Exchange(new EmulatorRequest("POST", Service.LegacyAddUpdatePath, Service.Key, System.Text.Encoding.UTF8.GetBytes(Person)));

        Assert.Equal("""{"Message":"Customer Added Successfully","Status":"Success"};"""u8.ToArray(), answer.Response.Body.ToArray());
    }

    private static Service Filled(EmulatorOptions options)
    {
        var service = new Service(options);
        service.Text(Service.LegacyAddUpdatePath, Person);
        return service;
    }
}
