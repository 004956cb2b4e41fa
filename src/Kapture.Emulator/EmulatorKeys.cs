using System.Text;

namespace Kapture.Emulator;

/// <summary>The <c>Authorization</c> headers that open the door.</summary>
internal sealed class EmulatorKeys(EmulatorOptions options)
{
    private readonly string _token = HeaderOf(options.Token);

    private readonly string? _credential = options.UserName is null
        ? null
        : HeaderOf(Convert.ToBase64String(Encoding.UTF8.GetBytes(options.UserName + ":" + options.Password)));

    private readonly ILookup<string, EmulatorKey> _further = options.Keys.ToLookup(static k => HeaderOf(k.Token));

    public KeyVerdict Judge(string? authorization, EmulatorOperation operation)
    {
        if (authorization is null)
            return KeyVerdict.Invalid;
        if (authorization == _token || authorization == _credential)
            return KeyVerdict.Accepted;

        // One token may have been made for several APIs, and one of them renewed.
        var verdict = KeyVerdict.Invalid;
        foreach (var key in _further[authorization])
        {
            if (!key.IsFor(operation))
                continue;
            if (!key.IsExpired)
                return KeyVerdict.Accepted;

            verdict = KeyVerdict.Expired;
        }

        return verdict;
    }

    private static string HeaderOf(string token) => "Basic " + token;
}
