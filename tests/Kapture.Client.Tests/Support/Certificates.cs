#if NET
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kapture.Tests;

/// <summary>Certificates made for one test.</summary>
internal static class Certificates
{
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    /// <summary>One that signs others; without an issuer it signs itself.</summary>
    public static X509Certificate2 Authority(string name, X509Certificate2? issuer = null)
    {
        var request = Request(name, out var key, authority: true);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return Sign(request, key, issuer, TimeSpan.FromDays(-9), TimeSpan.FromDays(issuer is null ? 9 : 8));
    }

    /// <summary>One for a host; without an issuer it signs itself.</summary>
    public static X509Certificate2 Host(X509Certificate2? issuer, string name = "localhost", string usage = ForServers, int fromDays = -2, int toDays = 2)
    {
        var request = Request(name, out var key, authority: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        return Sign(request, key, issuer, TimeSpan.FromDays(fromDays), TimeSpan.FromDays(toDays));
    }

    private static CertificateRequest Request(string name, out ECDsa key, bool authority)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        return request;
    }

    private static X509Certificate2 Sign(CertificateRequest request, ECDsa key, X509Certificate2? issuer, TimeSpan from, TimeSpan to)
    {
        var now = DateTimeOffset.UtcNow;
        if (issuer is null)
            return request.CreateSelfSigned(now + from, now + to);
        using var signed = request.Create(issuer, now + from, now + to, Guid.NewGuid().ToByteArray());
        return signed.CopyWithPrivateKey(key);
    }
}
#endif
