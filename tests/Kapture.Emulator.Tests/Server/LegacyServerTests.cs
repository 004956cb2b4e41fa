using System.Net;
using System.Text;
using System.Text.Json;
using Kapture.Emulator.Server;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Server;

/// <summary>What the command line switches, over real loopback sockets.</summary>
public sealed class LegacyServerTests
{
    private const string Person = """{"name":"A","phone":"1"}""";
    private const string Added = """{"Message":"Customer Added Successfully","Status":"Success"};""";

    [Fact]
    public async Task The_published_bytes_go_over_the_wire()
    {
        await using var server = await StartAsync("--legacy-quirks", "published");

        Assert.Equal(Added, await PostAsync(server, Service.LegacyAddUpdatePath, Person));
        Assert.Equal(Added, await PostAsync(server, Service.AddContactPath, """{"customer_id":"191700000","phone":"2"}"""));
        Assert.EndsWith(",\"status\":\"success\"}]}", await PostAsync(server, Service.GetPath, """{"customer_id":"191700000"}"""), StringComparison.Ordinal);
        Assert.EndsWith("},],\"status\":\"success\"}", await PostAsync(server, Service.LegacyPullPath, Service.LegacyPullBody("2024-05-02", "2024-05-02")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", """{"message":"Customer Added Successfully","status":"success"}""", """{"message":"Customer Updated Successfully","status":"success"}""")]
    [InlineData(
        "trailingSemicolon,customerIdInAnswer",
        """{"message":"Customer Added Successfully","status":"success","Kapture Customer Id":"191700000"};""",
        """{"message":"Customer Updated Successfully","status":"success"}""")]
    [InlineData("published,publishedUpdateSample", Added, PublishedLegacy.UpdateResponse)]
    public async Task Oddities_are_listed(string quirks, string added, string updated)
    {
        await using var server = await StartAsync("--legacy-quirks", quirks);

        Assert.Equal(added, await PostAsync(server, Service.LegacyAddUpdatePath, Person));
        Assert.Equal(updated, await PostAsync(server, Service.LegacyAddUpdatePath, """{"customer_id":"191700000","city":"Goa"}"""));
    }

    [Fact]
    public async Task A_tenant_has_one_generation_where_told_so()
    {
        await using var v1 = await StartAsync("--dialect", "v1");
        await using var legacy = await StartAsync("--dialect", "legacy");

        Assert.Equal("""{"message":"Not Found","status":"failed"}""", await PostAsync(v1, Service.LegacyAddUpdatePath, Person));
        Assert.Equal("""{"Message":"Not Found","Status":"Fail"}""", await PostAsync(legacy, Service.AddUpdatePath, Published.AddCurl));
        Assert.Equal(Added, await PostAsync(legacy, Service.LegacyAddUpdatePath, Person));
    }

    [Fact]
    public async Task A_tenant_accepts_one_form_of_dates_where_told_so()
    {
        await using var server = await StartAsync("--legacy-dates", "time");

        Assert.Equal("""{"Message":"Invalid date format.","Status":"Fail"}""", await PostAsync(server, Service.LegacyPullPath, Service.LegacyPullBody("2024-05-02", "2024-05-02")));
    }

    [Fact]
    public async Task Keys_are_for_what_is_said_and_expire()
    {
        await using var server = await StartAsync("--key", "writer==add,update", "--key", "contacts=addContact", "--expired-key", "old", "--failure-status", "documented");

        Assert.Equal(Added, await PostAsync(server, Service.LegacyAddUpdatePath, Person, "writer="));
        Assert.Equal(Added, await PostAsync(server, Service.AddContactPath, """{"customer_id":"191700000","phone":"2"}""", "contacts"));
        Assert.Equal("""{"Message":"Auth Key Invalid","Status":"Fail"}""", await PostAsync(server, Service.GetPath, """{"customer_id":"191700000"}""", "writer=", HttpStatusCode.Unauthorized));
        Assert.Equal("""{"Message":"Auth Key Expired","Status":"Fail"}""", await PostAsync(server, Service.LegacyAddUpdatePath, Person, "old", HttpStatusCode.Unauthorized));
        Assert.Equal("""{"message":"APIExpired","status":"failed"}""", await PostAsync(server, Service.GetPath, Published.GetCurl, "old", HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Statistics_name_the_added_contacts()
    {
        await using var server = await StartAsync();
        await PostAsync(server, Service.AddContactPath, "{}");
        using var client = new HttpClient { BaseAddress = server.BaseUri };

        var statistics = JsonElement.Parse(await client.GetStringAsync(new Uri("/_emulator/stats", UriKind.Relative)));

        Assert.Equal(1, statistics.GetProperty("operations").GetProperty("addContact").GetProperty("failed").GetInt32());
    }

    private static Task<EmulatorServer> StartAsync(params string[] arguments) =>
        EmulatorServer.StartAsync(CommandLine.Parse([.. arguments, "--now", "2024-05-02T10:45:42Z"]).Options);

    private static async Task<string> PostAsync(
        EmulatorServer server, string path, string body, string token = "emulator-token", HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = new HttpClient { BaseAddress = server.BaseUri };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic " + token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(expected, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
