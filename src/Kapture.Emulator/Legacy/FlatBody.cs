using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Records;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>
/// A legacy body: one object of names and values. Names count in any case and with blanks around them, as
/// <c>"customer_code "</c> in the published sample. Of several spellings of one name the last that was sent counts.
/// </summary>
internal sealed class FlatBody(JsonElement root)
{
    /// <summary>The text of a field; null when absent, <c>""</c> when blank, otherwise untouched.</summary>
    public string? Text(string name) => Find(sent => IsName(sent, name));

    /// <summary>The text of a field, <c>""</c> when it is absent or blank.</summary>
    public string TextOrBlank(string name) => Text(name) ?? "";

    /// <summary>Like <see cref="Text"/>, with names compared by their letters alone: <c>"Marital Status"</c> is <c>marital_status</c>.</summary>
    public string? TextByLetters(params string[] names) =>
        Find(sent => Array.Exists(names, name => string.Equals(Letters(sent), name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Every field but these, under its own label.</summary>
    public ExtraFields Except(string[] names) => new(
        root.EnumerateObject().Where(p => !Array.Exists(names, name => IsName(p.Name, name))).Select(CustomField.Read));

    private string? Find(Predicate<string> isMeant)
    {
        string? found = null;
        foreach (var field in root.EnumerateObject())
        {
            if (isMeant(field.Name))
                found = JsonValues.Text(field.Value);
        }

        return found;
    }

    private static bool IsName(string sent, string name) => sent.AsSpan().Trim().Equals(name.AsSpan(), StringComparison.OrdinalIgnoreCase);

    private static string Letters(string sent) => sent.Replace(" ", "").Replace("_", "");
}
