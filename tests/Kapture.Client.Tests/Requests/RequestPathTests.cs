namespace Kapture.Tests.Requests;

/// <summary>Where a request of the caller's own may go: nowhere but to the session's host, and exactly as it is written.</summary>
public sealed class RequestPathTests
{
    [Theory]
    [InlineData("/search-customer-by-customer-id.html")]
    [InlineData("search-customer-by-customer-id.html", "/search-customer-by-customer-id.html")]
    [InlineData("/ms/customer/customer/api/v1/add-update")]
    [InlineData("/")]
    [InlineData("/ms/")]
    [InlineData("/x.html?a=b&c=d;e,f")]
    [InlineData("x.html?a=b", "/x.html?a=b")]
    [InlineData("?a=b", "/?a=b")]
    [InlineData("/x.html?")]
    [InlineData("/x.html?name=%E0%A4%86&note=a%0Ab")]
    [InlineData("/x.html?ids[]=1&ids[]=2")]
    [InlineData("/x.html?url=https://elsewhere.example.com//x/../y&mail=a@b.c")]
    [InlineData("/people/asha@example.com")]
    [InlineData("/people/a:b")]
    [InlineData("/a.b/..c/d../.e/...")]
    [InlineData("/a%20b/%E0%A4%86.html")]
    [InlineData("/a;b=c/(d)!$&'*+,=~_-")]
    [InlineData("/UPPER/lower")]
    public async Task A_path_goes_out_as_it_is_written(string path, string? target = null)
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, "{}"));
        using var client = Calls.Client(handler);

        await client.InvokeAsync(path);

        var sent = Assert.Single(handler.Sent).Uri;
        Assert.Equal("https://crm.example.com" + (target ?? path), sent.GetLeftPart(UriPartial.Authority) + sent.PathAndQuery);
        Assert.Equal((target ?? path).Split('?')[0], new KaptureRequest(path).Path);
    }

    [Theory]
    [InlineData("https://evil.example.com/x.html?key=hidden")]
    [InlineData("/a//b?key=hidden")]
    [InlineData("/a/../b?key=hidden")]
    [InlineData("/a?key=hidden#b")]
    [InlineData("/a?key=hidden b")]
    [InlineData("/x:y/b?key=hidden")]
    [InlineData("/x?key=hidden%41")]
    public async Task A_query_shows_in_no_error(string path)
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, "{}")));

        var error = await Calls.ThrowsAsync(KaptureErrorId.InvalidValue, () => client.InvokeAsync(path));

        Assert.DoesNotContain("hidden", error.ToString() + error.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("https://evil.example.com/x.html")]
    [InlineData("https://crm.example.com/x.html")]
    [InlineData("HTTPS://evil.example.com")]
    [InlineData("http:evil.example.com")]
    [InlineData("https:/evil.example.com")]
    [InlineData("/https://evil.example.com")]
    [InlineData("ftp:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/plain,x")]
    [InlineData("C:/x")]
    [InlineData("//evil.example.com")]
    [InlineData("//evil.example.com/x.html")]
    [InlineData("///evil.example.com")]
    [InlineData("/x//evil.example.com")]
    [InlineData("/x//")]
    [InlineData("\\\\evil.example.com\\x")]
    [InlineData("/\\evil.example.com")]
    [InlineData("\\/evil.example.com")]
    [InlineData("/x\\..\\y")]
    [InlineData("/x?a=\\")]
    [InlineData("/..")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("/../x")]
    [InlineData("/a/../x")]
    [InlineData("/a/../../x")]
    [InlineData("/a/..")]
    [InlineData("/./x")]
    [InlineData(".")]
    [InlineData("/a/.?q=1")]
    [InlineData("/%2e%2e/x")]
    [InlineData("/%2E%2E/x")]
    [InlineData("/.%2e/x")]
    [InlineData("/a/%2e./x")]
    [InlineData("/a/%2e/x")]
    [InlineData("/a/..;/x")]
    [InlineData("/a/..;jsessionid=1/x")]
    [InlineData("/%2f%2fevil.example.com")]
    [InlineData("/%5cevil.example.com")]
    [InlineData("/a%2f..%2fx")]
    [InlineData("user@evil.example.com")]
    [InlineData("/user@evil.example.com/x")]
    [InlineData("@evil.example.com")]
    [InlineData("user:secret@evil.example.com/x")]
    [InlineData(":8443/x")]
    [InlineData("/:8443/x")]
    [InlineData("evil.example.com:443/x")]
    [InlineData("/x#y")]
    [InlineData("#")]
    [InlineData("/x?a=b#c")]
    [InlineData("/x y")]
    [InlineData(" /x")]
    [InlineData("/x ")]
    [InlineData("\t/x")]
    [InlineData("/x\n")]
    [InlineData("/x\r\nHost: evil.example.com")]
    [InlineData("/x HTTP/1.1\r\nX: y")]
    [InlineData("/x\0y")]
    [InlineData("/x\u007F")]
    [InlineData("/x\u0085")]
    [InlineData("/x\u00A0")]
    [InlineData("/x%0d%0aHost:%20evil.example.com")]
    [InlineData("/x%00.html")]
    [InlineData("/x%7f")]
    [InlineData("/x%")]
    [InlineData("/x%4")]
    [InlineData("/x%zz")]
    [InlineData("/x%u0041")]
    [InlineData("/x?a=%")]
    [InlineData("/%41b")]
    [InlineData("/x?a=%7E")]
    [InlineData("/%c0%ae%c0%ae/x")]
    [InlineData("/%F5%80%80%80/x")]
    [InlineData("/\uFF0Fevil.example.com")]
    [InlineData("/\u2025/x")]
    [InlineData("\uFEFF/x")]
    [InlineData("/आशा")]
    [InlineData("/\uD800")]
    [InlineData("/x?a=\"b\"")]
    [InlineData("/x<y>")]
    [InlineData("/x|y")]
    [InlineData("/x^y")]
    [InlineData("/x`y")]
    [InlineData("/x{y}")]
    public async Task Anything_that_could_lead_elsewhere_is_InvalidValue_and_nothing_is_sent(string? path)
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, "{}"));
        using var client = Calls.Client(handler);

        var error = await Calls.ThrowsAsync(KaptureErrorId.InvalidValue, () => client.InvokeAsync(path!));

        Assert.Empty(handler.Sent);
        Assert.StartsWith("Path ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.Equal(path?.Split('?') is [var bare, _, ..] ? bare + "?..." : path, error.Value);
        Assert.Null(error.Path);
    }

    [Fact]
    public void A_path_has_an_end()
    {
        _ = new KaptureRequest("/" + new string('x', 7999));
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureRequest("/" + new string('x', 8000)));
        Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureRequest("/x?" + new string('x', 100_000)));
    }

    [Fact]
    public void Every_character_is_refused_or_goes_out_as_it_is()
    {
        var letters = Enumerable.Range(0, 0x3000).Select(code => (char)code);

        Assert.All(letters, letter =>
        {
            foreach (var path in new[] { $"/x/a{letter}b", $"/a?b{letter}c" })
            {
                try
                {
                    var (_, target) = RequestPath.Check(path);
                    Assert.Equal(path, new Uri(Calls.Somewhere, target).PathAndQuery);
                }
                catch (KaptureException e)
                {
                    Assert.Equal(KaptureErrorId.InvalidValue, e.ErrorId);
                    Assert.False(char.IsAsciiLetterOrDigit(letter) || "-._~!$&'()*+,;=:@/?".Contains(letter), path);
                }
            }
        });
    }

    [Theory]
    [InlineData("/search-customer-by-customer-id.html", true)]
    [InlineData("search-customer-by-customer-id.html", true)]
    [InlineData("/select-customer-between-start-and-end-dates.html", true)]
    [InlineData("/ms/customer-search/customer-search/api/v1", true)]
    [InlineData("/search-customer-by-customer-id.html?delete=1", false)]
    [InlineData("/search-customer-by-customer-id.html?", false)]
    [InlineData("/Search-customer-by-customer-id.html", false)]
    [InlineData("/ms/customer-search/customer-search/api/v1/", false)]
    [InlineData("/ms/customer/customer/api/v1/add-update", false)]
    [InlineData("/add-more-contacts-for-existing-customer.html", false)]
    [InlineData("/get-tickets.html", false)]
    public void Only_the_documented_reads_are_reads(string path, bool isRead)
    {
        var request = new KaptureRequest(path);

        Assert.Equal(isRead, request.IsRead);
        Assert.Equal(!isRead, request.Word().IsWrite);
    }
}
