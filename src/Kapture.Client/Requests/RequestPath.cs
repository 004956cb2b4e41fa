namespace Kapture;

/// <summary>
/// Where a request of the caller's own may go: to a path of the session's host, written exactly as it is to go out. What a
/// framework, a proxy or the service could read as another host, or as another path, is refused.
/// </summary>
internal static class RequestPath
{
    // Servers take no more on the first line of a request.
    private const int Longest = 8000;

    // RFC 3986: what stands in a path or a query as it is, beside letters and digits; brackets are used in queries all the same.
    private const string Marks = "-._~!$&'()*+,;=:@/?%[]";
    private const string Example = "Give the path alone, for example /search-customer-by-customer-id.html.";

    private static readonly Uri _anywhere = new("https://host.invalid/");

    /// <summary>Checks a path.</summary>
    /// <param name="path">The path, with or without its first slash, and with a query where there is one.</param>
    /// <returns>The path without its query, and the whole as it goes out; both begin with a slash.</returns>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static (string Path, string Target) Check(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw Refused(path, $"is blank. {Example}");
        if (path!.Length > Longest)
            throw Refused(path, $"is longer than {Longest} characters. Send what it says in the body.");
        CheckCharacters(path);

        var target = path[0] == '/' ? path : '/' + path;
        var query = target.IndexOf('?');
        var bare = query < 0 ? target : target.Substring(0, query);
        if (bare.Contains("//"))
            throw Refused(path, $"is '{Shown(path)}', which names another host, or could be read so: the key goes to no other. {Example}");
        CheckSegments(path, bare.Substring(1).Split('/'));

        // Last, the framework's own reading: whatever it would change, it is not to change.
        if (!Uri.TryCreate(_anywhere, target, out var uri) || uri.Host != _anywhere.Host || uri.Scheme != _anywhere.Scheme || uri.Port != _anywhere.Port
            || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || !string.Equals(uri.PathAndQuery, target, StringComparison.Ordinal))
        {
            throw Refused(path, $"is '{Shown(path)}', which would not go out as it is written. Percent-encode what has to be, and nothing else.");
        }

        return (bare, target);
    }

    private static void CheckCharacters(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            var c = path[i];
            if (c == '\\')
                throw Refused(path, "holds a backslash, which is read as a slash by some and not by others. Write slashes.");
            if (c == '#')
                throw Refused(path, "holds '#': what follows it would never reach the service. Write %23.");
            if (!IsLetterOrDigit(c) && Marks.IndexOf(c) < 0)
                throw Refused(path, $"holds U+{(int)c:X4}, which no path holds as it is. Percent-encode it: [uri]::EscapeDataString().");
            if (c == '%' && HexAt(path, i + 1) < 0)
                throw Refused(path, "holds '%' without two hexadecimal digits behind it. Write %25.");
        }
    }

    private static void CheckSegments(string path, string[] segments)
    {
        // A scheme, a port or a user before a host: nothing that begins a path of this service.
        if (segments[0].IndexOfAny([':', '@']) >= 0)
            throw Refused(path, $"is '{Shown(path)}', which is an address or could be read so: the key goes to no other host. {Example}");
        foreach (var segment in segments)
        {
            var decoded = Decode(path, segment);
            if (decoded.Split(';')[0] is "." or "..")
                throw Refused(path, $"is '{Shown(path)}', which goes up or stays ('..' or '.'). Write the path that it leads to.");
        }
    }

    // ASCII only: dots, slashes and controls are what a server might act upon.
    private static string Decode(string path, string segment)
    {
        if (segment.IndexOf('%') < 0)
            return segment;
        var decoded = new System.Text.StringBuilder(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                decoded.Append(segment[i]);
                continue;
            }

            var code = HexAt(segment, i + 1);
            if (code is < ' ' or 0x7F)
                throw Refused(path, "holds a percent-encoded control character. Leave it out, or send it in the query or the body.");
            if (code is '/' or '\\')
                throw Refused(path, "holds a percent-encoded slash, which is read as a slash by some and not by others. Send it in the query or the body.");
            if (code is 0xC0 or 0xC1 or >= 0xF5)
                throw Refused(path, "holds bytes that no UTF-8 has, behind which some find dots and slashes. Percent-encode it as UTF-8.");
            decoded.Append((char)code);
            i += 2;
        }

        return decoded.ToString();
    }

    private static int HexAt(string text, int index)
    {
        if (index + 2 > text.Length)
            return -1;
        int high = Digit(text[index]), low = Digit(text[index + 1]);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    // A query may hold a secret: it is not shown.
    private static string Shown(string path) => path.IndexOf('?') < 0 ? path : path.Split('?')[0] + "?...";

    private static KaptureException Refused(string? path, string problem) => KaptureException.Invalid("Path", path is null ? null : Shown(path), problem);
}
