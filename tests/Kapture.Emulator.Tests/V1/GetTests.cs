using System.Text.Json;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class GetTests
{
    private readonly Service _service = new();
    private readonly long _first;
    private readonly long _second;

    public GetTests()
    {
        _first = _service.Add("""{"customer_name":"A","phone":"1","email_id":"a@example.com"}""");
        _second = _service.Add("""{"customer_name":"B","phone":"2","email_id":"b@example.com"}""");
    }

    [Fact]
    public void The_id_decides_before_the_email_and_the_email_before_the_phone()
    {
        Assert.Equal(_first, Found($$"""{"kapture_customer_id":"{{_first}}","email_id":"b@example.com","phone":"2"}"""));
        Assert.Equal(_first, Found("""{"kapture_customer_id":" ","email_id":"A@example.com","phone":"2"}"""));
        Assert.Equal(_second, Found("""{"kapture_customer_id":"","email_id":"","phone":"2"}"""));
        Assert.Equal(_second, Found("""{"phone":2}"""));
    }

    [Theory]
    [InlineData("""{"kapture_customer_id":"1","email_id":"a@example.com"}""")]
    [InlineData("""{"kapture_customer_id":"abc"}""")]
    [InlineData("""{"email_id":"nobody@example.com","phone":"1"}""")]
    [InlineData("""{"phone":"+1"}""")]
    public void Nobody_else_is_found_instead(string keys) => Assert.Null(Found(keys));

    [Fact]
    public void The_oldest_of_several_is_found_until_it_moves_away()
    {
        var third = _service.Add("""{"customer_name":"C","phone":"1"}""");
        Assert.Equal(_first, Found("""{"phone":"1"}"""));

        _service.Write($$$"""{"customer_info":{"customer_id":{{{_first}}},"phone":"3"}}""");
        Assert.Equal(third, Found("""{"phone":"1"}"""));
    }

    [Fact]
    public void Second_contacts_are_found_too()
    {
        _service.Write($$$"""{"customer_info":{"customer_id":{{{_first}}}},"contact_info":[{"contact_person_phone":"77","contact_person_email":"c@example.com"}]}""");

        Assert.Equal(_first, Found("""{"phone":"77"}"""));
        Assert.Equal(_first, Found("""{"email_id":"c@example.com"}"""));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[5]")]
    [InlineData("5")]
    [InlineData("[{}")]
    public void Another_shape_is_refused(string body) =>
        Assert.Equal("""{"message":"Invalid Json.","status":"failed"}""", _service.Text(Service.GetPath, body));

    [Theory]
    [InlineData("[{}]")]
    [InlineData("""[{"kapture_customer_id":"","email_id":" ","phone":null}]""")]
    public void Without_any_key_a_field_is_missing(string body) =>
        Assert.Equal("""{"message":"ReqFieldMissing","status":"failed"}""", _service.Text(Service.GetPath, body));

    private long? Found(string keys)
    {
        var details = _service.Json(Service.GetPath, $"[{keys}]").GetProperty("Customer Details");
        return details.ValueKind == JsonValueKind.Object ? details.GetProperty("id").GetInt64() : null;
    }
}
