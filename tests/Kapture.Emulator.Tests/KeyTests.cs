using System.Text;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests;

public sealed class KeyTests
{
    private const string V1Invalid = """{"message":"Invalid Auth Key","status":"failed"}""";
    private const string V1Expired = """{"message":"APIExpired","status":"failed"}""";
    private const string LegacyInvalid = """{"Message":"Auth Key Invalid","Status":"Fail"}""";
    private const string LegacyExpired = """{"Message":"Auth Key Expired","Status":"Fail"}""";

    // Each request with what it asks for; it succeeds or finds nobody, with the right key.
    public static TheoryData<EmulatorOperation, string, string, bool> Requests => new()
    {
        { EmulatorOperation.Add, Service.AddUpdatePath, """{"customer_info":{"customer_name":"A","phone":"1"}}""", false },
        { EmulatorOperation.Update, Service.AddUpdatePath, """{"customer_info":{"customer_id":"5"}}""", false },
        { EmulatorOperation.Get, Service.GetPath, Published.GetCurl, false },
        { EmulatorOperation.Pull, Service.PullPath, Published.PullCleaned, false },
        { EmulatorOperation.Add, Service.LegacyAddUpdatePath, PublishedLegacy.Add, true },
        { EmulatorOperation.Update, Service.LegacyAddUpdatePath, PublishedLegacy.Update, true },
        { EmulatorOperation.Get, Service.GetPath, PublishedLegacy.Get, true },
        { EmulatorOperation.Pull, Service.LegacyPullPath, PublishedLegacy.Pull, true },
        { EmulatorOperation.AddContact, Service.AddContactPath, """{"customer_id":"5","phone":"1"}""", true },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_key_opens_what_it_was_made_for(EmulatorOperation operation, string path, string body, bool legacy)
    {
        var service = new Service(new EmulatorOptions { Keys = [new EmulatorKey("mine") { Operations = [operation] }, new EmulatorKey("any")] });

        Assert.DoesNotContain("Auth", service.Text(path, body, "Basic mine"), StringComparison.Ordinal);
        Assert.DoesNotContain("Auth", service.Text(path, body, "Basic any"), StringComparison.Ordinal);
        Assert.Equal(legacy ? LegacyInvalid : V1Invalid, service.Text(path, body, "Basic other"));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_key_for_another_api_is_a_wrong_one(EmulatorOperation operation, string path, string body, bool legacy)
    {
        EmulatorOperation[] others = [.. Enum.GetValues<EmulatorOperation>().Where(o => o != operation)];
        var service = new Service(new EmulatorOptions
        {
            Keys = [new EmulatorKey("theirs") { Operations = others }, new EmulatorKey("old") { Operations = others, IsExpired = true }],
            FailureStatus = FailureStatus.Documented,
        });

        Assert.Equal(legacy ? LegacyInvalid : V1Invalid, service.Text(path, body, "Basic theirs"));
        Assert.Equal(legacy ? LegacyInvalid : V1Invalid, service.Text(path, body, "Basic old"));
        Assert.Equal(401, service.Send(path, body, "Basic theirs").StatusCode);
        Assert.Equal(0, service.Emulator.GetStatistics().Customers);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void An_expired_key_is_told_apart_from_a_wrong_one(EmulatorOperation operation, string path, string body, bool legacy)
    {
        var service = new Service(new EmulatorOptions { Keys = [new EmulatorKey("old") { IsExpired = true }], FailureStatus = FailureStatus.Documented });

        Assert.Equal(legacy ? LegacyExpired : V1Expired, service.Text(path, body, "Basic old"));
        Assert.Equal(401, service.Send(path, body, "Basic old").StatusCode);
        Assert.Equal(0, service.Emulator.GetStatistics().Customers);
        Assert.Equal(2, service.Emulator.GetStatistics().Operations[operation].Failed);
    }

    [Fact]
    public void The_first_key_of_the_account_opens_all_whatever_others_there_are()
    {
        var service = new Service(new EmulatorOptions { Keys = [new EmulatorKey("emulator-token") { IsExpired = true }] });

        Assert.Equal("success", service.Write(Published.AddCurl).GetProperty("status").GetString());
    }

    [Fact]
    public void A_renewed_key_is_accepted_again()
    {
        var service = new Service(new EmulatorOptions { Keys = [new EmulatorKey("again") { IsExpired = true }, new EmulatorKey("again") { Operations = [EmulatorOperation.Pull] }] });

        Assert.StartsWith("{\"message\":[", service.Text(Service.PullPath, Published.PullCleaned, "Basic again"), StringComparison.Ordinal);
        Assert.Equal(V1Expired, service.Text(Service.GetPath, Published.GetCurl, "Basic again"));
    }

    [Fact]
    public void The_casing_of_an_expired_key_is_switched_as_every_legacy_failure()
    {
        var service = new Service(new EmulatorOptions { Keys = [new EmulatorKey("old") { IsExpired = true }], LegacyQuirks = LegacyQuirks.None });

        var answer = service.Emulator.Handle(Service.AddContactPath, "Basic old", Encoding.UTF8.GetBytes("{}"));

        Assert.Equal("""{"message":"Auth Key Expired","status":"failed"}"""u8.ToArray(), answer.Body.ToArray());
    }
}
