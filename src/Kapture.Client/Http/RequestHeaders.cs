namespace Kapture;

/// <summary>Which headers of the caller's own can go out with a request. What cannot is refused, and never dropped or changed.</summary>
internal static class RequestHeaders
{
    // Whoever sets these decides who is asked, as whom, and where a message ends.
    private static readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Host", "Cookie", "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
    };

    private static readonly string[] _ownBeginnings = ["Content-", "Proxy-"];

    /// <summary>Checks them.</summary>
    /// <returns>Those that were checked, whatever the caller does to his own later.</returns>
    /// <exception cref="KaptureException">InvalidValue; the message names the header and not its value, which may be secret.</exception>
    public static IReadOnlyDictionary<string, string> Check(IReadOnlyDictionary<string, string> headers)
    {
        using var probe = new HttpRequestMessage();
        var known = new Dictionary<string, string>(headers.Count, StringComparer.Ordinal);
        foreach (var header in headers)
        {
            var name = header.Key;
            if (name.Length == 0 || !name.All(IsTokenCharacter) || !header.Value.All(IsVisible))
                throw Refused(name, "cannot be sent: its name or its value holds a character that no header has (a line break, a tab, or beyond ASCII). Encode the value, for example with [uri]::EscapeDataString().");
            if (_own.Contains(name) || Array.Exists(_ownBeginnings, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
                throw Refused(name, "is the module's own; leave it out of -Header.");

            // The framework keeps those of a body, such as Expires, away from a request's.
            if (!probe.Headers.TryAddWithoutValidation(name, header.Value))
                throw Refused(name, "is no header of a request; leave it out of -Header.");
            known[name] = header.Value;
        }

        return known;
    }

    private static KaptureException Refused(string name, string problem) => new(KaptureErrorId.InvalidValue, $"Header '{name}' {problem}") { Value = name };

    private static bool IsVisible(char c) => c is >= ' ' and <= '~';

    private static bool IsTokenCharacter(char c) => c is > ' ' and <= '~' && "()<>@,;:\\\"/[]?={}".IndexOf(c) < 0;
}
