#if NET
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kapture.Tests.Http;

/// <summary>What is said of a certificate that the system does not trust.</summary>
public sealed class CertificateCheckTests : IDisposable
{
    private readonly X509Certificate2 _root = Certificates.Authority("Contoso Root");

    public static TheoryData<string, string> Failures => new()
    {
        { "expired", "its certificate has expired, on " },
        { "early", "its certificate is not valid before " },
        { "self-signed", "nobody but itself has signed its certificate." },
        { "a stranger's", "its certificate comes from 'Nobody Knows', and from there no way leads to an authority that this machine trusts." },
        { "incomplete", "its certificate comes from 'Contoso Between', and from there no way leads to an authority that this machine trusts." },
        { "for clients", "its certificate is not made for servers." },
    };

    public void Dispose() => _root.Dispose();

    [Theory]
    [MemberData(nameof(Failures))]
    public void Each_failure_has_its_own_words(string kind, string words)
    {
        using var leaf = kind switch
        {
            "expired" => Certificates.Host(_root, toDays: -1),
            "early" => Certificates.Host(_root, fromDays: 1),
            "self-signed" => Certificates.Host(null),
            "a stranger's" => Certificates.Host(Certificates.Authority("Nobody Knows")),
            "incomplete" => Certificates.Host(Certificates.Authority("Contoso Between", _root)),
            _ => Certificates.Host(_root, usage: Certificates.ForClients),
        };

        Assert.StartsWith(words, Refuse(leaf, SslPolicyErrors.RemoteCertificateChainErrors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_name_is_told_with_the_right_ones_and_with_what_else_is_wrong()
    {
        using var leaf = Certificates.Host(_root, "other.example", toDays: -1);

        var words = Refuse(leaf, SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors);

        Assert.StartsWith("its certificate is for other.example, 127.0.0.1. Check the address. Also, its certificate has expired, on ", words, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_in_a_certificate_reaches_the_terminal_as_a_command_or_a_flood()
    {
        using var leaf = Certificates.Host(Certificates.Authority("\u001B[31m\u202Ered\r\n" + new string('x', 40)));
        using var longer = Certificates.Host(null, string.Join('.', Enumerable.Repeat(new string('y', 40), 5)));

        Assert.Contains("comes from '[31mredxxxx", Refuse(leaf, SslPolicyErrors.RemoteCertificateChainErrors), StringComparison.Ordinal);
        Assert.InRange(Refuse(longer, SslPolicyErrors.RemoteCertificateNameMismatch).Length, 100, 200);
    }

    [Fact]
    public void No_certificate_at_all_is_told_too()
    {
        var error = Assert.Throws<UntrustedException>(() => CertificateCheck.Check(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));

        Assert.StartsWith("it shows no certificate.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_the_system_trusts_gets_through()
    {
        using var leaf = Certificates.Host(_root);

        Assert.True(CertificateCheck.Check(this, leaf, null, SslPolicyErrors.None));
        foreach (var errors in Enum.GetValues<SslPolicyErrors>().Where(errors => errors != SslPolicyErrors.None))
            Assert.Throws<UntrustedException>(() => CertificateCheck.Check(this, leaf, null, errors));
    }

    // As the handshake does, with one authority trusted.
    private string Refuse(X509Certificate2 leaf, SslPolicyErrors errors)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(Certificates.ForServers));
        chain.Build(leaf);
        return Assert.Throws<UntrustedException>(() => CertificateCheck.Check(this, leaf, chain, errors)).Message;
    }
}
#endif
