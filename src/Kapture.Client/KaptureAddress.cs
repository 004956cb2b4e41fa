namespace Kapture;

/// <summary>Where the service may be: a subdomain of Kapture's host, or an address that keeps the key secret.</summary>
public static class KaptureAddress
{
    private const string Domain = "kapturecrm.com";
    private const int LongestLabel = 63;

    // What the framework can speak to one.
#if NET
    private const string OtherSchemes = "; https, socks4, socks4a and socks5 are known, too";
    private static readonly string[] _proxySchemes = ["http", "https", "socks4", "socks4a", "socks5"];
#else
    private const string OtherSchemes = "";
    private static readonly string[] _proxySchemes = ["http"];
#endif

    /// <summary>The address of a tenant.</summary>
    /// <param name="subdomain">The tenant's name before <c>.kapturecrm.com</c>.</param>
    /// <exception cref="KaptureException">InvalidSubdomain.</exception>
    public static Uri FromSubdomain(string subdomain)
    {
        var name = subdomain.Trim();
        if (!IsLabel(name))
        {
            throw new KaptureException(KaptureErrorId.InvalidSubdomain,
                $"'{subdomain}' is no subdomain. Give only the part before .{Domain}, for example 'contoso'; for another address use -BaseUri.") { Value = subdomain };
        }

        return new Uri($"https://{name.ToLowerInvariant()}.{Domain}/");
    }

    /// <summary>The tenant's name in an address; <see langword="null"/> where the address is not one of Kapture's.</summary>
    /// <param name="baseUri">The address.</param>
    public static string? SubdomainOf(Uri baseUri) =>
        baseUri.Host.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase)
            ? baseUri.Host.Substring(0, baseUri.Host.Length - Domain.Length - 1)
            : null;

    /// <summary>Accepts https, and http to this machine alone.</summary>
    /// <param name="baseUri">The address.</param>
    /// <returns>The address, without path, query or user.</returns>
    /// <exception cref="KaptureException">InsecureUri or InvalidValue.</exception>
    public static Uri Check(Uri baseUri)
    {
        // Letters of another script make a host that looks like one and is another.
        if (baseUri.IsAbsoluteUri && !IsAscii(baseUri.OriginalString))
            throw KaptureException.Invalid("BaseUri", Shown(baseUri.OriginalString), $"holds a character beyond ASCII, behind which another host can hide{Hidden(baseUri)}.");

        // An empty user is one, too: what stands before the @ looks like the host.
        if (!baseUri.IsAbsoluteUri || baseUri.Scheme is not ("https" or "http") || baseUri.OriginalString.Any(c => c == '@') || baseUri.UserInfo.Length > 0
            || baseUri.AbsolutePath != "/" || baseUri.Query.Length > 0 || baseUri.Fragment.Length > 0
            || !Uri.TryCreate(baseUri.GetLeftPart(UriPartial.Authority) + "/", UriKind.Absolute, out var address) || address.Host.Length == 0 || address.Host != baseUri.Host)
        {
            throw KaptureException.Invalid("BaseUri", Shown(baseUri.OriginalString), "must be an address such as https://crm.example.com, without user, path, query or fragment.");
        }

        if (baseUri.Scheme == "http" && !baseUri.IsLoopback)
        {
            throw new KaptureException(KaptureErrorId.InsecureUri,
                $"{baseUri.Host} would get the key over plain http, where others can read it. Use https; http is for this machine alone.") { Value = baseUri.OriginalString };
        }

        return address;
    }

    /// <summary>Accepts what a proxy can be asked by.</summary>
    /// <param name="proxy">The address of the proxy.</param>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static Uri CheckProxy(Uri proxy) => proxy.IsAbsoluteUri && Array.IndexOf(_proxySchemes, proxy.Scheme) >= 0 && proxy.Host.Length > 0
        ? proxy
        : throw KaptureException.Invalid("Proxy", Shown(proxy.OriginalString), $"is '{PlainText.Of(Shown(proxy.OriginalString))}', which is no address of a proxy. Write it as http://proxy.example.com:3128{OtherSchemes}.");

    /// <summary>An address as an error may show it: a user, a password and a query are left out.</summary>
    /// <param name="address">The address, or what was to be one.</param>
    public static string Shown(string address)
    {
        // A password may hold any sign: the host begins behind the last @.
        var user = address.LastIndexOf('@');
        var scheme = user < 0 ? -1 : address.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 || scheme > user ? string.Empty : address.Substring(0, scheme + 3);
        var host = address.Substring(user + 1).Split('?', '#');
        return $"{start}{(user < 0 ? string.Empty : "...@")}{host[0]}{(host.Length > 1 ? "..." : string.Empty)}";
    }

    private static string Hidden(Uri address)
    {
        try
        {
            return $": the key would go to {address.IdnHost}. If that is the host, write it so";
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException or IndexOutOfRangeException)
        {
            // It hides none: no host can be made of it. The last is Mono's word for it.
            return string.Empty;
        }
    }

    private static bool IsAscii(string text) => text.All(c => c <= '~');

    private static bool IsLabel(string name) =>
        name.Length is > 0 and <= LongestLabel && name[0] != '-' && name[name.Length - 1] != '-'
        && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-');
}
