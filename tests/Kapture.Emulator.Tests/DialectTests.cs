using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests;

public sealed class DialectTests
{
    private const string V1NotFound = """{"message":"Not Found","status":"failed"}""";
    private const string LegacyNotFound = """{"Message":"Not Found","Status":"Fail"}""";

    [Theory]
    [InlineData(Service.LegacyAddUpdatePath, PublishedLegacy.Add)]
    [InlineData(Service.LegacyPullPath, PublishedLegacy.Pull)]
    [InlineData(Service.AddContactPath, PublishedLegacy.AddContact)]
    [InlineData("/nowhere.html", "{}")]
    public void An_account_of_v1_alone_does_not_know_the_legacy_paths(string path, string body) =>
        Assert.Equal(V1NotFound, new Service(new EmulatorOptions { Dialects = EmulatorDialects.V1 }).Text(path, body));

    [Theory]
    [InlineData(Service.AddUpdatePath, Published.AddCurl)]
    [InlineData(Service.PullPath, Published.PullCleaned)]
    [InlineData("/nowhere.html", "{}")]
    public void An_account_of_legacy_alone_does_not_know_the_paths_of_v1(string path, string body) =>
        Assert.Equal(LegacyNotFound, new Service(new EmulatorOptions { Dialects = EmulatorDialects.Legacy }).Text(path, body));

    [Theory]
    [InlineData(EmulatorDialects.V1, "[{}]", """{"message":"ReqFieldMissing","status":"failed"}""")]
    [InlineData(EmulatorDialects.V1, "{}", """{"message":"Invalid Json.","status":"failed"}""")]
    [InlineData(EmulatorDialects.Legacy, "{}", """{"Message":"ReqFieldMissing","Status":"Fail"}""")]
    [InlineData(EmulatorDialects.Legacy, "[{}]", """{"Message":"Invalid Json.","Status":"Fail"}""")]
    [InlineData(EmulatorDialects.Legacy, "{", """{"Message":"Invalid Json.","Status":"Fail"}""")]
    [InlineData(EmulatorDialects.Both, "[{}]", """{"message":"ReqFieldMissing","status":"failed"}""")]
    [InlineData(EmulatorDialects.Both, "{}", """{"Message":"ReqFieldMissing","Status":"Fail"}""")]
    [InlineData(EmulatorDialects.Both, "{", """{"message":"Invalid Json.","status":"failed"}""")]
    public void On_the_path_that_both_have_the_shape_decides_where_the_account_has_both(EmulatorDialects dialects, string body, string expected) =>
        Assert.Equal(expected, new Service(new EmulatorOptions { Dialects = dialects }).Text(Service.GetPath, body));

    [Fact]
    public void Both_are_over_the_same_customers()
    {
        var service = new Service();
        service.Text(Service.LegacyAddUpdatePath, """{"name":"A","phone":"1"}""");
        var second = service.Add("""{"customer_name":"B","phone":"2"}""");

        Assert.Equal([191700000, second], service.PullIds("2024-05-02", "2024-05-02"));
        Assert.Equal([191700000, second], service.LegacyPullIds("2024-05-02", "2024-05-02"));
    }
}
