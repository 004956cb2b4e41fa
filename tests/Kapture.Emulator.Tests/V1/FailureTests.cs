using System.Text;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class FailureTests
{
    private const string InvalidKey = """{"message":"Invalid Auth Key","status":"failed"}""";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic wrong")]
    [InlineData("Basic Emulator-Token")]
    [InlineData("basic emulator-token")]
    [InlineData("Basic  emulator-token")]
    [InlineData("emulator-token")]
    public void The_key_is_compared_letter_for_letter(string? key)
    {
        var service = new Service();

        Assert.Equal(InvalidKey, service.Text(Service.AddUpdatePath, Published.AddCurl, key));
        Assert.Equal(InvalidKey, service.Text(Service.GetPath, Published.GetCurl, key));
        Assert.Equal(InvalidKey, service.Text(Service.PullPath, Published.PullCleaned, key));
        Assert.Equal(0, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void The_key_is_checked_before_anything_else()
    {
        var service = new Service();

        Assert.Equal(InvalidKey, service.Text(Service.AddUpdatePath, "no json", "Basic wrong"));
        Assert.Equal(InvalidKey, service.Text("/nowhere", "", "Basic wrong"));
    }

    [Fact]
    public void A_user_and_a_password_open_the_door_as_well()
    {
        var service = new Service(new EmulatorOptions { Token = "tokén", UserName = "zoë", Password = "pa:ss" });
        var credential = Convert.ToBase64String(Encoding.UTF8.GetBytes("zoë:pa:ss"));

        Assert.NotEqual(InvalidKey, service.Text(Service.GetPath, Published.GetCurl, "Basic " + credential));
        Assert.NotEqual(InvalidKey, service.Text(Service.GetPath, Published.GetCurl, "Basic tokén"));
        Assert.Equal(InvalidKey, service.Text(Service.GetPath, Published.GetCurl, "Basic zoë:pa:ss"));
        Assert.Equal(InvalidKey, service.Text(Service.GetPath, Published.GetCurl));
    }

    public static TheoryData<string, string, string?, int> Failures => new()
    {
        { Service.GetPath, Published.GetCurl, null, 401 },
        { Service.GetPath, Published.GetCurl, Service.Key, 404 },
        { Service.GetPath, "[{}]", Service.Key, 400 },
        { Service.GetPath, "{", Service.Key, 400 },
        { Service.AddUpdatePath, "{}", Service.Key, 400 },
        { Service.AddUpdatePath, Published.UpdateCurl(5), Service.Key, 404 },
        { Service.PullPath, """{"cm_id":1000298}""", Service.Key, 400 },
        { Service.PullPath, Service.PullBody("2024-05-01", "2024-05-09"), Service.Key, 400 },
        { Service.PullPath, Service.PullBody("yesterday", "2024-05-09"), Service.Key, 400 },
        { "/nowhere.html", "{}", Service.Key, 404 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_comes_with_200_or_with_the_documented_status(string path, string body, string? key, int documented)
    {
        var plain = new Service().Send(path, body, key);
        var strict = new Service(new EmulatorOptions { FailureStatus = FailureStatus.Documented }).Send(path, body, key);

        Assert.Equal(200, plain.StatusCode);
        Assert.Equal(documented, strict.StatusCode);
        Assert.Equal(plain.Body.ToArray(), strict.Body.ToArray());
        Assert.EndsWith("\"status\":\"failed\"}", Encoding.UTF8.GetString(plain.Body.Span), StringComparison.Ordinal);
        Assert.Equal("application/json", plain.ContentType);
    }

    [Fact]
    public void A_success_is_always_200() =>
        Assert.Equal(200, new Service(new EmulatorOptions { FailureStatus = FailureStatus.Documented }).Send(Service.AddUpdatePath, Published.AddCurl).StatusCode);

    [Fact]
    public void Only_post_is_answered()
    {
        var service = new Service();

        var exchange = service.Emulator.Exchange(new EmulatorRequest("GET", Service.GetPath, Service.Key, Encoding.UTF8.GetBytes(Published.GetCurl)));

        Assert.Equal("""{"message":"Not Found","status":"failed"}""", Encoding.UTF8.GetString(exchange.Response.Body.Span));
    }
}
