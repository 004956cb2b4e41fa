using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using Kapture;
using Kapture.Emulator;

namespace KapturePS;

/// <summary>Makes a session of what Connect-Kapture was told.</summary>
internal sealed class SessionFactory(ConnectKaptureCommand command)
{
    /// <exception cref="KaptureException">InvalidSubdomain, InsecureUri, InvalidValue or MissingField.</exception>
    public KaptureSession Create()
    {
        var environment = command.FromEnvironment ? SessionEnvironment.Read(account: !IsGiven(nameof(command.AccountId)), dialect: !IsGiven(nameof(command.Dialect))) : null;
        var emulator = command.Emulator ? CreateEmulator() : null;
        var (baseUri, credential) = command.ParameterSetName switch
        {
            "Emulator" => (EmulatorSetup.BaseUri, KaptureCredential.ForEmulator(emulator!.Options.Token)),
            "Environment" => (environment!.BaseUri, environment.Credential),
            _ => (command.BaseUri ?? KaptureAddress.FromSubdomain(command.Subdomain), ReadCredential()),
        };
        var options = new KaptureClientOptions(baseUri, credential)
        {
            AccountId = IsGiven(nameof(command.AccountId)) ? command.AccountId : environment?.AccountId ?? emulator?.Options.AccountId,
            Dialect = KaptureDialects.Find(IsGiven(nameof(command.Dialect)) ? ChoiceAttribute.Read<KaptureDialect>(command.Dialect) : environment?.Dialect ?? ChoiceAttribute.Read<KaptureDialect>(command.Dialect)),
            TimeZone = command.TimeZone ?? KaptureTimeZone.India,
            Timeout = TimeSpan.FromSeconds(command.TimeoutSec),
            MaximumRetryCount = command.MaximumRetryCount,
            RequestsPerSecond = IsGiven(nameof(command.RequestsPerSecond)) ? command.RequestsPerSecond : null,
            UseProxy = !command.NoProxy,
            Proxy = CreateProxy(),
            DefaultProxyCredentials = command.ProxyCredential?.GetNetworkCredential(),
            Headers = ReadHeaders(),
            PrimaryHandler = emulator is null ? null : new EmulatorHandler(emulator),
        };
        var name = command.Name ?? (emulator is not null ? "Emulator" : KaptureAddress.SubdomainOf(baseUri) ?? baseUri.Authority);
        return new KaptureSession(name, new KaptureClient(options));
    }

    /// <summary>Why requests go past the proxy that was named; <see langword="null"/> where they do not.</summary>
    public string? ProxyWarning(KaptureSession session) =>
        command.Proxy is { IsLoopback: false } proxy && !command.NoProxy && !command.Emulator && session.BaseUri.Scheme == "http"
            ? $"The proxy on {proxy.Host} is not used: {session.BaseUri} is plain http on this machine, and what stands on another would see the key. Take a proxy on this machine, or https."
            : null;

    /// <summary>Proves the key by one read that changes nothing.</summary>
    /// <exception cref="KaptureException">The key is refused, or there is no Kapture at the address.</exception>
    public static async Task<bool> VerifyAsync(KaptureSession session, CallOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await session.Client.GetCustomerAsync(CustomerKey.ById(1), options, cancellationToken).ConfigureAwait(false);
        }
        catch (KaptureException e) when (e.ErrorId is KaptureErrorId.CustomerNotFound or KaptureErrorId.Rejected)
        {
            // An answer about the customer comes only after the key was accepted: that is all we wanted to know.
        }
        catch (KaptureException e) when (e.ErrorId is KaptureErrorId.AuthenticationFailed or KaptureErrorId.PermissionDenied && !e.IsKeyExpired)
        {
            throw e.WithNote("Keys are made per API, and this one was tried on Get Customer: one that is made for another API connects with -SkipVerification.");
        }

        return true;
    }

    private bool IsGiven(string parameter) => command.MyInvocation.BoundParameters.ContainsKey(parameter);

    private KaptureEmulator CreateEmulator() => new(new EmulatorOptions
    {
        AccountId = IsGiven(nameof(command.AccountId)) ? command.AccountId : new EmulatorOptions().AccountId,
        TimeZone = command.TimeZone ?? KaptureTimeZone.India,
    });

    private KaptureCredential ReadCredential() => command.Credential is { } credential
        ? KaptureCredential.FromPassword(credential.UserName, Plain(credential.Password))
        : KaptureCredential.FromToken(Plain(command.Token));

    // Without its scheme, proxy:3128 is an address of the scheme "proxy", which fails with the first request only.
    private WebProxy? CreateProxy()
    {
        if (command.Proxy is not { } address)
            return null;
        return new WebProxy(KaptureAddress.CheckProxy(address))
        {
            Credentials = command.ProxyCredential?.GetNetworkCredential(),
        };
    }

    private Dictionary<string, string> ReadHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in command.Header ?? new Hashtable())
            headers[LanguagePrimitives.ConvertTo<string>(entry.Key)] = LanguagePrimitives.ConvertTo<string>(entry.Value);
        return headers;
    }

    private static string Plain(SecureString secret)
    {
        var pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            // With its length: what stands behind a NUL belongs to it, and is refused rather than left out.
            return Marshal.PtrToStringUni(pointer, secret.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
