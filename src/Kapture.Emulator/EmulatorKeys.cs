using System.Text;

namespace Kapture.Emulator;

/// <summary>The <c>Authorization</c> headers that open the door.</summary>
internal sealed class EmulatorKeys(EmulatorOptions options)
{
    private readonly string _token = "Basic " + options.Token;

    private readonly string? _credential = options.UserName is null
        ? null
        : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(options.UserName + ":" + options.Password));

    public bool Accept(string? authorization) =>
        authorization is not null && (authorization == _token || authorization == _credential);
}
