using System.Reflection;
using System.Text;

namespace Kapture.Tests.Fuzz;

/// <summary>Bodies to begin with: what the vendor has published, what the client's own tests answer, and the nasty ones of corpus.txt.</summary>
internal static class Corpus
{
    /// <summary>The lines of corpus.txt: found crashers and what is likely to become one.</summary>
    public static IReadOnlyList<byte[]> Nasty { get; } = [.. Resource("corpus.txt").Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#').Select(Decode)];

    /// <summary>Answers of both dialects.</summary>
    public static IReadOnlyList<byte[]> Answers { get; } =
    [
        .. Published("v1-add.json", "v1-update.json", "v1-get.json", "v1-pull.json", "legacy-add.txt", "legacy-update.txt", "legacy-search.json", "legacy-select.txt", "legacy-add-contact.txt"),
        .. new[] { Calls.Added, Calls.Updated, Calls.ContactAdded, Calls.Found, Calls.Nobody }.Select(Encoding.UTF8.GetBytes),
        .. Nasty,
    ];

    /// <summary>Requests of both dialects.</summary>
    public static IReadOnlyList<byte[]> Requests { get; } =
    [
        .. Published("v1-add-request.json", "v1-update-request.json", "v1-get-request.json", "v1-pull-request.txt", "legacy-add-request.json", "legacy-update-request.json", "legacy-search-request.json", "legacy-select-request.json", "legacy-add-contact-request.json"),
        .. Nasty,
    ];

    /// <summary>A body as a failing case prints it, and as a line of corpus.txt has it: what is not plain is percent-encoded.</summary>
    public static string Encode(byte[] body)
    {
        var line = new StringBuilder(body.Length);
        foreach (var b in body)
        {
            if (b is >= 0x20 and < 0x7F and not (byte)'%')
                line.Append((char)b);
            else
                line.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return line.ToString();
    }

    private static byte[] Decode(string line)
    {
        var body = new List<byte>(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '%')
                body.Add(Convert.ToByte(line.Substring(i + 1, 2), 16));
            else
                body.Add((byte)line[i]);
            i += line[i] == '%' ? 2 : 0;
        }

        return [.. body];
    }

    private static IEnumerable<byte[]> Published(params string[] names) => names.Select(name => Encoding.UTF8.GetBytes(Resource(name)));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
