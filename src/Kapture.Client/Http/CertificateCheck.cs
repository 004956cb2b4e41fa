#if NET
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kapture;

/// <summary>Says what is wrong with a certificate that the system does not trust. It lets nothing through that the system would not.</summary>
internal static class CertificateCheck
{
    private const int LongestName = 100;

    /// <summary>The callback of the handshake.</summary>
    /// <exception cref="UntrustedException">The system does not trust the certificate.</exception>
    public static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.None)
        {
            using var leaf = certificate is null ? null : new X509Certificate2(certificate);
            throw new UntrustedException(leaf is null ? "it shows no certificate. Check the address and its port." : Describe(leaf, chain, errors));
        }

        return errors == SslPolicyErrors.None;
    }

    private static string Describe(X509Certificate2 leaf, X509Chain? chain, SslPolicyErrors errors)
    {
        var problems = new List<string>();
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            problems.Add($"its certificate is for {Names(leaf)}. Check the address.");
        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            var all = X509ChainStatusFlags.NoError;
            foreach (var status in chain?.ChainStatus ?? [])
                all |= status.Status;
            problems.AddRange(Problems(leaf, chain, all));
        }

        return problems.Count == 0 ? $"its certificate does not hold ({errors})." : string.Join(" Also, ", problems);
    }

    private static IEnumerable<string> Problems(X509Certificate2 leaf, X509Chain? chain, X509ChainStatusFlags all)
    {
        var isKnown = false;
        if ((all & X509ChainStatusFlags.NotTimeValid) != 0)
        {
            isKnown = true;
            yield return OutOfTime(chain);
        }

        if ((all & X509ChainStatusFlags.NotValidForUsage) != 0)
        {
            isKnown = true;
            yield return "its certificate is not made for servers. Whoever runs the host has to give it another.";
        }

        if ((all & X509ChainStatusFlags.UntrustedRoot) != 0 && leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData))
        {
            isKnown = true;
            yield return "nobody but itself has signed its certificate. Where it is the right host, trust that certificate on this machine.";
        }
        else if ((all & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            isKnown = true;
            var silent = (all & X509ChainStatusFlags.PartialChain) != 0 ? " The host may also leave out certificates between the two; then whoever runs it has to add them." : string.Empty;
            yield return $"its certificate comes from '{Clean(leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: true))}', and from there no way leads to an authority that this machine trusts. Where the authority is your organisation's own, trust it on this machine.{silent}";
        }

        if (!isKnown)
            yield return $"its certificate does not hold ({all}). Tell whoever runs the host.";
    }

    // The chain's own answer says neither whose time it is, nor which end.
    private static string OutOfTime(X509Chain? chain)
    {
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            if (!Array.Exists(element.ChainElementStatus, status => (status.Status & X509ChainStatusFlags.NotTimeValid) != 0))
                continue;
            var one = element.Certificate;
            var whose = ReferenceEquals(element, chain!.ChainElements[0]) ? "its certificate" : $"the certificate of its authority '{Clean(one.GetNameInfo(X509NameType.SimpleName, forIssuer: false))}'";
            return one.NotAfter < chain.ChainPolicy.VerificationTime
                ? $"{whose} has expired, on {Day(one.NotAfter)}. Whoever runs the host has to renew it, unless it is this machine's clock that is wrong."
                : $"{whose} is not valid before {Day(one.NotBefore)}. Check this machine's clock.";
        }

        return "its certificate is not valid at this time. Check this machine's clock.";
    }

    private static string Names(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .DefaultIfEmpty(leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false))
            .Select(Clean)
            .ToList();
        return names.Count > 3 ? $"{string.Join(", ", names.Take(3))} and {(names.Count - 3).ToString(CultureInfo.InvariantCulture)} others" : string.Join(", ", names);
    }

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // Whoever answers chose these words, and a terminal obeys some characters.
    private static string Clean(string name)
    {
        var printable = PlainText.Printable(name);
        return printable.Length > LongestName ? string.Concat(printable.AsSpan(0, LongestName), "...") : printable;
    }
}
#endif
