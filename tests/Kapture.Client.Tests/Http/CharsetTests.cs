using System.Net;
using System.Text;

namespace Kapture.Tests.Http;

/// <summary>Names come as they are, whatever charset the header of an answer names.</summary>
public sealed class CharsetTests
{
    private const string Found = """{"Customer Details":{"id":5,"name":"Jürgen Müßig"},"status":"success"}""";

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("iso-8859-1", "iso-8859-1")]
    [InlineData("iso-8859-1", "utf-8")]
    [InlineData("us-ascii", "utf-8")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16be", "utf-16be")]
    [InlineData("utf-16", "utf-8")]
    [InlineData("utf-32", "utf-32")]
    [InlineData("utf-32", "utf-8")]
    [InlineData("utf-7", "utf-8")]
    [InlineData("klingon", "utf-8")]
    public async Task A_name_is_not_garbled(string said, string written)
    {
        var body = Encoding.GetEncoding(written).GetBytes(Found);
        var handler = new ScriptedHandler(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={said}");
            return response;
        });
        using var client = Calls.Client(handler);

        Assert.Equal("Jürgen Müßig", (await client.GetCustomerAsync(CustomerKey.ById(5))).Name);
    }
}
