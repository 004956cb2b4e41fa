using System.Text.Json;

namespace Kapture;

/// <summary>What reading a record needs to know, and what it notices on the way.</summary>
/// <param name="zone">Where the service's wall clock stands.</param>
/// <param name="words">Where texts are kept that come again and again; <see langword="null"/> for nowhere.</param>
internal sealed class RecordContext(TimeZoneInfo zone, WordCache? words)
{
    private List<string>? _unreadable;

    /// <summary>Where the service's wall clock stands.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>Where texts are kept that come again and again.</summary>
    public WordCache? Words { get; } = words;

    /// <summary>A status that stood inside a record instead of beside it.</summary>
    public string? StatusInRecord { get; private set; }

    /// <summary>Whether that status is one of a failure.</summary>
    public bool HasFailureInRecord => StatusInRecord?.Trim().StartsWith("fail", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The documented fields that the record read last had, in a form that could be read; see <see cref="RecordMap{T}.BitOf"/>.</summary>
    public ulong Seen { get; set; }

    /// <summary>
    /// Whether the session's key has been masked in the answer. The text that held it is then not the field's value, and
    /// must not be written back as such.
    /// </summary>
    public bool IsMasked { get; set; }

    /// <summary>Whether a value has been masked.</summary>
    public bool Hides(ref Utf8JsonReader reader) =>
        IsMasked && reader.TokenType == JsonTokenType.String && reader.ValueSpan.IndexOf(KeyMask.Masked) >= 0;

    /// <summary>Notes a documented field whose value could not be read.</summary>
    public void Warn(string field)
    {
        if (_unreadable?.Contains(field) != true)
            (_unreadable ??= []).Add(field);
    }

    /// <summary>The fields noted since the last call, each once.</summary>
    public IReadOnlyList<string> TakeUnreadable()
    {
        if (_unreadable is not { } taken)
            return [];
        _unreadable = null;
        return taken.ToArray();
    }

    /// <summary>Takes a status that belongs to the answer, not to the record it stands in.</summary>
    public bool TakesEnvelope(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !string.Equals(name.Trim(), "status", StringComparison.OrdinalIgnoreCase))
            return false;

        // Any other word is a field of the record that nobody documented.
        var status = TolerantText.Read(ref reader);
        if (status.Trim().ToUpperInvariant() is not ("SUCCESS" or "FAILED" or "FAIL"))
            return false;
        StatusInRecord = status;
        return true;
    }
}
