using System.Text.Json;

namespace Kapture;

/// <summary>What reading a record needs to know, and what it notices on the way.</summary>
internal sealed class RecordContext(TimeZoneInfo zone)
{
    private HashSet<string>? _unreadable;

    /// <summary>Where the service's wall clock stands.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>A status that stood inside a record instead of beside it.</summary>
    public string? StatusInRecord { get; private set; }

    /// <summary>The documented fields whose value could not be read, each once.</summary>
    public IReadOnlyCollection<string> Unreadable => _unreadable ?? (IReadOnlyCollection<string>)[];

    public void Warn(string field) => (_unreadable ??= new HashSet<string>(StringComparer.Ordinal)).Add(field);

    /// <summary>Takes a status that belongs to the answer, not to the record it stands in.</summary>
    public bool TakesEnvelope(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !string.Equals(name.Trim(), "status", StringComparison.OrdinalIgnoreCase))
            return false;

        // Any other word is a field of the record that nobody documented.
        var status = reader.GetString();
        if (status?.Trim().ToUpperInvariant() is not ("SUCCESS" or "FAILED" or "FAIL"))
            return false;
        StatusInRecord = status;
        return true;
    }
}
