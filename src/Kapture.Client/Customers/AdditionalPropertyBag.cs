using System.Collections.ObjectModel;

namespace Kapture;

/// <summary>Read-only dictionaries of what nobody documented; nearly always the one empty one.</summary>
internal static class AdditionalPropertyBag
{
    public static readonly ReadOnlyDictionary<string, object?> None = new(new Dictionary<string, object?>());

    public static ReadOnlyDictionary<string, object?> From(Dictionary<string, object?>? properties) =>
        properties is null ? None : new ReadOnlyDictionary<string, object?>(properties);
}
