namespace Kapture.Tests;

public sealed class KaptureAddressTests
{
    [Theory]
    [InlineData("contoso", "https://contoso.kapturecrm.com/")]
    [InlineData(" Contoso-2 ", "https://contoso-2.kapturecrm.com/")]
    public void A_subdomain_is_a_host_of_Kapture(string subdomain, string expected)
    {
        var uri = KaptureAddress.FromSubdomain(subdomain);

        Assert.Equal(expected, uri.AbsoluteUri);
        Assert.Equal(subdomain.Trim(), KaptureAddress.SubdomainOf(uri), ignoreCase: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("contoso.kapturecrm.com")]
    [InlineData("https://contoso")]
    [InlineData("contoso/")]
    [InlineData("evil.example.com#")]
    [InlineData("user@contoso")]
    [InlineData("con toso")]
    [InlineData("con\ntoso")]
    [InlineData("-contoso")]
    [InlineData("contoso-")]
    [InlineData("contoso:8080")]
    [InlineData("cöntoso")]
    [InlineData("a123456789b123456789c123456789d123456789e123456789f123456789g1234")]
    public void Anything_else_is_InvalidSubdomain(string subdomain) =>
        Calls.Throws(KaptureErrorId.InvalidSubdomain, () => KaptureAddress.FromSubdomain(subdomain));

    [Theory]
    [InlineData("https://crm.example.com", "https://crm.example.com/")]
    [InlineData("https://crm.example.com:8443/", "https://crm.example.com:8443/")]
    [InlineData("http://localhost:5000", "http://localhost:5000/")]
    [InlineData("http://127.0.0.1:5000/", "http://127.0.0.1:5000/")]
    [InlineData("http://[::1]:5000/", "http://[::1]:5000/")]
    public void An_address_that_keeps_the_key_secret_is_taken(string uri, string expected) =>
        Assert.Equal(expected, KaptureAddress.Check(new Uri(uri)).AbsoluteUri);

    [Theory]
    [InlineData("http://crm.example.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://localhost.")]
    [InlineData("http://10.0.0.1")]
    public void Plain_http_to_another_machine_is_InsecureUri(string uri) =>
        Calls.Throws(KaptureErrorId.InsecureUri, () => KaptureAddress.Check(new Uri(uri)));

    [Theory]
    [InlineData("ftp://crm.example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@crm.example.com")]
    [InlineData("https://crm.example.com/path")]
    [InlineData("https://crm.example.com/?a=b")]
    [InlineData("https://crm.example.com/#a")]
    [InlineData("https://@crm.example.com")]
    [InlineData("http://evil.example#127.0.0.1")]
    [InlineData("https://contoso.kapturecrm.com%2F@evil.example")]
    [InlineData("http://127.0.0.1@evil.example")]
    [InlineData("https://contoso.k\u0430pturecrm.com")]
    [InlineData("https://contoso\u3002kapturecrm.com")]
    [InlineData("https://contoso.\uFF4Bapturecrm.com")]
    [InlineData("/relative")]
    [InlineData("https://\u202E")]
    [InlineData("https://\u202E\u3002")]
    public void An_address_that_is_more_or_less_than_a_host_is_InvalidValue(string uri) =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureAddress.Check(new Uri(uri, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("https://asha:emulator-token@crm.example.com", "https://...@crm.example.com")]
    [InlineData("https://asha:emulator/token@?#@crm.example.com/?k=emulator-token", "https://...@crm.example.com/...")]
    [InlineData("https://crm.example.com/path#emulator-token", "https://crm.example.com/path...")]
    [InlineData("asha:emulator-token@crm", "...@crm")]
    [InlineData("crm", "crm")]
    public void An_address_is_shown_without_what_may_be_secret(string address, string shown) =>
        Assert.Equal(shown, KaptureAddress.Shown(address));

    [Fact]
    public void An_address_with_a_password_is_refused_without_repeating_it()
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureAddress.Check(new Uri("https://asha:emulator-token@crm.example.com/?key=emulator-token")));

        Assert.DoesNotContain("emulator-token", error + " " + error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_only_looks_like_Kapture_is_named_as_it_is()
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureAddress.Check(new Uri("https://contoso.k\u0430pturecrm.com")));

        Assert.Contains("xn--", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://crm.example.com")]
    [InlineData("https://notkapturecrm.com")]
    [InlineData("https://kapturecrm.com")]
    public void Another_host_has_no_subdomain(string uri) => Assert.Null(KaptureAddress.SubdomainOf(new Uri(uri)));

    [Theory]
    [InlineData("ftp://proxy.example:21")]
    [InlineData("proxy.example/x")]
    [InlineData("proxy.example:3128")]
    [InlineData("/proxy")]
    [InlineData("file:///proxy")]
    [InlineData("mailto:asha@example.com")]
    [InlineData("ftp://asha:emulator-token@proxy.example")]
    public void What_is_no_address_of_a_proxy_is_InvalidValue(string uri)
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureAddress.CheckProxy(new Uri(uri, UriKind.RelativeOrAbsolute)));

        Assert.StartsWith("Proxy is ", error.Message, StringComparison.Ordinal);
        Assert.Contains("http://proxy.example.com:3128", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("emulator-token", error + " " + error.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://proxy.example:3128")]
    [InlineData("http://[::1]:3128/")]
#if NET
    [InlineData("https://proxy.example")]
    [InlineData("socks5://127.0.0.1:1080")]
#endif
    public void An_address_of_a_proxy_is_taken(string uri) => Assert.Equal(uri, KaptureAddress.CheckProxy(new Uri(uri)).OriginalString);
}
