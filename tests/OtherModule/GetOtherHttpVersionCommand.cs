using System.Management.Automation;
using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OtherModule;

/// <summary>Makes a client the way many modules do, and tells which assemblies did it.</summary>
[Cmdlet(VerbsCommon.Get, "OtherHttpVersion")]
[OutputType(typeof(OtherHttpVersion))]
public sealed class GetOtherHttpVersionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        using var services = new ServiceCollection()
            .AddHttpClient("other", client => client.BaseAddress = new Uri("http://127.0.0.1/"))
            .Services.BuildServiceProvider();
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        WriteObject(new OtherHttpVersion(
            typeof(IHttpClientFactory).Assembly.GetName().Version!.Major,
            typeof(IOptions<>).Assembly.GetName().Version!.Major,
            AssemblyLoadContext.GetLoadContext(typeof(IHttpClientFactory).Assembly)!.Name!,
            client.BaseAddress!));
    }
}

/// <summary>What the module sees.</summary>
/// <param name="Http">The major version of Microsoft.Extensions.Http.</param>
/// <param name="Options">The major version of Microsoft.Extensions.Options.</param>
/// <param name="Context">The load context it came from.</param>
/// <param name="Address">Where the client that was made would go.</param>
public sealed record OtherHttpVersion(int Http, int Options, string Context, Uri Address);
