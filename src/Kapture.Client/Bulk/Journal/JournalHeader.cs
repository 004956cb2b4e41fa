using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kapture;

/// <summary>The first line of a journal: whose rows are in it.</summary>
internal readonly struct JournalHeader
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>A header.</summary>
    /// <param name="operation">What the rows do.</param>
    /// <param name="dialect">The dialect in which they are worded: in another one no row would be known again.</param>
    /// <param name="host">The service's host, with or without a port: an emulator's changes from run to run.</param>
    public JournalHeader(KaptureOperation operation, string dialect, string host)
    {
        Operation = operation;
        Dialect = dialect;
        Host = WithoutPort(host);
    }

    public KaptureOperation Operation { get; }

    public string Dialect { get; }

    public string Host { get; }

    private static ReadOnlySpan<byte> Mark => "{\"journal\":\"KapturePS\""u8;

    /// <summary>Whether it may be what is left of a header that was cut short.</summary>
    public static bool IsTorn(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Min(bytes.Length, Mark.Length);
        return bytes.Slice(0, length).SequenceEqual(Mark.Slice(0, length)) && JournalLine.IsTorn(bytes, orWhole: true);
    }

    /// <summary>Reads the first line.</summary>
    /// <exception cref="KaptureException">JournalCorrupt: it is none of a journal.</exception>
    public static JournalHeader Parse(ReadOnlySpan<byte> line, string path)
    {
        string? journal = null, operation = null, dialect = null, host = null;
        int? version = null;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw JournalErrors.NoJournal(path, "its first line is no header");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    var text = reader.GetString();
                    journal = name == "journal" ? text : journal;
                    operation = name == "operation" ? text : operation;
                    dialect = name == "dialect" ? text : dialect;
                    host = name == "host" ? text : host;
                }
                else if (name == "version" && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
                {
                    version = number;
                }

                reader.Skip();
            }

            // Trailing text is an error of the reader's.
            reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw line.StartsWith(Mark) ? JournalErrors.Line(path, 1, "it is not the header that a journal begins with") : JournalErrors.NoJournal(path, "its first line is no header");
        }

        if (journal != "KapturePS")
            throw JournalErrors.NoJournal(path, "its first line is no header");
        if (version is > Version)
            throw JournalErrors.Newer(path, version.Value);
        return version == Version && host is not null && Enum.TryParse<KaptureOperation>(operation, out var known) && known.ToString() == operation
            && known is KaptureOperation.Add or KaptureOperation.Update or KaptureOperation.AddContact or KaptureOperation.Invoke
            ? new JournalHeader(known, dialect ?? Kapture.Dialect.V1.Name, host)
            : throw JournalErrors.Line(path, 1, "it does not say the version, the operation and the host");
    }

    public bool IsSameAs(JournalHeader other) => Operation == other.Operation && Dialect == other.Dialect && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase);

    public byte[] ToLine() => Encoding.UTF8.GetBytes(
        $"{{\"journal\":\"KapturePS\",\"version\":{Version},\"operation\":\"{Operation}\",\"dialect\":\"{Dialect}\",\"host\":\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Host)}\"}}\n");

    public override string ToString() => $"{Operation} on {Host} ({Dialect})";

    private static string WithoutPort(string host)
    {
        // An address of IPv6 has colons of its own: [::1]:8080, or a bare ::1.
        var colon = host.LastIndexOf(':');
        var bracket = host.LastIndexOf(']');
        return colon > bracket && (bracket >= 0 || host.IndexOf(':') == colon) ? host.Substring(0, colon) : host;
    }
}
