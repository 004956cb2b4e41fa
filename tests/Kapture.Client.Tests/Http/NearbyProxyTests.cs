using System.Net;

namespace Kapture.Tests.Http;

public sealed class NearbyProxyTests
{
    private static readonly Uri _here = new("http://127.0.0.1:5000/");

    [Theory]
    [InlineData("http://proxy.example.com:3128")]
    [InlineData("http://10.0.0.1:3128")]
    [InlineData("socks5://proxy.example.com:1080")]
    public void Plain_http_goes_past_a_proxy_on_another_machine(string proxy)
    {
        var nearby = new NearbyProxy(new AnyProxy(new Uri(proxy)));

        Assert.True(nearby.IsBypassed(_here));
        Assert.NotEqual(new Uri(proxy), nearby.GetProxy(_here));
    }

    [Fact]
    public void A_proxy_on_this_machine_is_used()
    {
        var address = new Uri("http://127.0.0.1:3128/");
        var nearby = new NearbyProxy(new AnyProxy(address)) { Credentials = CredentialCache.DefaultCredentials };

        Assert.False(nearby.IsBypassed(_here));
        Assert.Equal(address, nearby.GetProxy(_here));
        Assert.Same(CredentialCache.DefaultCredentials, nearby.Credentials);
    }

    [Fact]
    public async Task A_client_of_this_machine_reaches_it_whatever_proxy_is_set()
    {
        var body = "{\"message\":[],\"status\":\"success\"}"u8.ToArray();
        await using var server = new RawServer($"HTTP/1.1 200 OK\nContent-Length: {body.Length}", body);
        using var client = new KaptureClient(new KaptureClientOptions(server.BaseUri, KaptureCredential.FromToken(Calls.Token))
        {
            Proxy = new AnyProxy(new Uri("http://proxy.invalid:3128")),
            MaximumRetryCount = 0,
        });

        await client.SendAsync(KaptureOperation.Pull);

        Assert.Equal(1, server.Requests);
    }

    private sealed class AnyProxy(Uri address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => false;
    }
}
