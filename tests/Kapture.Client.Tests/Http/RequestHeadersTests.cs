namespace Kapture.Tests.Http;

public sealed class RequestHeadersTests
{
    [Theory]
    [InlineData("X-Tenant", "a\r\nX-Evil: 1")]
    [InlineData("X-Tenant", "a\nb")]
    [InlineData("X-Tenant", "a\0b")]
    [InlineData("X-Tenant", "a\tb")]
    [InlineData("X-Tenant", "\u00E9")]
    [InlineData("X-Tenant", "a\u2028b")]
    [InlineData("X-Tenant", "\u560D\u560A")]
    [InlineData("X Tenant", "a")]
    [InlineData("X-Tenant:", "a")]
    [InlineData("X-T\u00E9nant", "a")]
    [InlineData("X-Tenant\r\nX-Evil", "a")]
    [InlineData("", "a")]
    [InlineData("authorization", "Basic emulator-token")]
    [InlineData("Proxy-Authorization", "a")]
    [InlineData("Proxy-Connection", "a")]
    [InlineData("Host", "evil.example")]
    [InlineData("Cookie", "a=b")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-Length", "0")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Connection", "close")]
    [InlineData("Upgrade", "h2c")]
    [InlineData("TE", "trailers")]
    [InlineData("Expires", "0")]
    [InlineData("Last-Modified", "a")]
    public void What_cannot_go_out_as_it_is_is_refused_without_its_value(string name, string value)
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token))
        {
            Headers = new Dictionary<string, string> { [name] = value },
        });

        Assert.DoesNotContain("emulator-token", error.Message + error.Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Any_other_goes_out_as_it_is()
    {
        var body = "{\"message\":[],\"status\":\"success\"}"u8.ToArray();
        var headers = new Dictionary<string, string> { ["X-Tenant"] = "a, \"b\"; c=~", ["X-Empty"] = "", ["User-Agent"] = "nightly (1)" };
        await using var server = new RawServer($"HTTP/1.1 200 OK\nContent-Length: {body.Length}", body);
        using var client = new KaptureClient(new KaptureClientOptions(server.BaseUri, KaptureCredential.FromToken(Calls.Token))
        {
            UseProxy = false,
            Headers = headers,
        });

        // What was checked goes out, and not what has become of it since.
        headers["Cookie"] = "a=b";

        await client.SendAsync(KaptureOperation.Pull);

        Assert.Contains("X-Tenant: a, \"b\"; c=~\r\n", server.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie", server.Received, StringComparison.Ordinal);
        Assert.Contains("User-Agent: nightly (1)\r\n", server.Received, StringComparison.Ordinal);
    }
}
