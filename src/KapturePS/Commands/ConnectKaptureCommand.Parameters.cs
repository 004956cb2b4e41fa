using System.Collections;
using System.Management.Automation;
using System.Security;

namespace KapturePS;

/// <content>The parameters: where to, as whom, how.</content>
public sealed partial class ConnectKaptureCommand
{
    private const string SubdomainMessage = "The tenant's name: what stands before .kapturecrm.com in its address.";
    private const string BaseUriMessage = "The address of the service: https, or http to this machine.";
    private const string TokenMessage = "The key, as Kapture shows it under Configuration, API Configuration.";
    private const string CredentialMessage = "A user of Kapture and the password.";

    /// <summary>The tenant's name before .kapturecrm.com.</summary>
    [Parameter(ParameterSetName = "Token", Mandatory = true, Position = 0, HelpMessage = SubdomainMessage)]
    [Parameter(ParameterSetName = "Credential", Mandatory = true, Position = 0, HelpMessage = SubdomainMessage)]
    [ValidateNotNullOrEmpty]
    public string Subdomain { get; set; } = string.Empty;

    /// <summary>The address, in place of a subdomain; https, or http to this machine.</summary>
    [Parameter(ParameterSetName = "BaseUriToken", Mandatory = true, HelpMessage = BaseUriMessage)]
    [Parameter(ParameterSetName = "BaseUriCredential", Mandatory = true, HelpMessage = BaseUriMessage)]
    public Uri BaseUri { get; set; } = null!;

    /// <summary>The API key; goes out exactly as given.</summary>
    [Parameter(ParameterSetName = "Token", Mandatory = true, HelpMessage = TokenMessage)]
    [Parameter(ParameterSetName = "BaseUriToken", Mandatory = true, HelpMessage = TokenMessage)]
    [Alias("ApiKey")]
    [Secret]
    public SecureString Token { get; set; } = null!;

    /// <summary>A user and a password.</summary>
    [Parameter(ParameterSetName = "Credential", Mandatory = true, HelpMessage = CredentialMessage)]
    [Parameter(ParameterSetName = "BaseUriCredential", Mandatory = true, HelpMessage = CredentialMessage)]
    [Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>Take all of it from KAPTURE_* environment variables.</summary>
    [Parameter(ParameterSetName = "Environment", Mandatory = true, HelpMessage = "Takes all of it from KAPTURE_* environment variables.")]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>An in-memory Kapture inside this process: nothing reaches the real one.</summary>
    [Parameter(ParameterSetName = "Emulator", Mandatory = true, HelpMessage = "An in-memory Kapture inside this process.")]
    public SwitchParameter Emulator { get; set; }

    /// <summary>A CSV or JSON file that fills the emulator.</summary>
    [Parameter(ParameterSetName = "Emulator")]
    public string? EmulatorData { get; set; }

    /// <summary>The account that date ranges are asked for.</summary>
    [Parameter]
    [Alias("cm_id")]
    [ValidateRange(1, long.MaxValue)]
    public long AccountId { get; set; }

    /// <summary>The generation of the API.</summary>
    [Parameter]
    [Choice("V1", "Legacy")]
    [ArgumentCompleter(typeof(DialectCompleter))]
    public string Dialect { get; set; } = "V1";

    /// <summary>Where the service's wall clock stands.</summary>
    [Parameter]
    [TimeZoneByName]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary>Seconds that one request may take.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>How often a request that may be repeated is sent again.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>The most requests a second.</summary>
    [Parameter]
    [ValidateRange(0.001, 100000)]
    public double RequestsPerSecond { get; set; }

    /// <summary>The proxy to use.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>The credential for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Use no proxy, whatever the machine's settings say.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Headers to send with every request.</summary>
    [Parameter]
    public IDictionary? Header { get; set; }

    /// <summary>A name for the session.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Connect without the read that proves the key.</summary>
    [Parameter]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Give the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }
}
