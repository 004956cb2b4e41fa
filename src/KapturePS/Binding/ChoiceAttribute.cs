using System.Management.Automation;

namespace KapturePS;

/// <summary>
/// Takes one of a few words: in any case, as much of one as tells it from the others, or the value of an enum. As text, so that
/// the words complete with what they mean: an enum's the engine completes by itself, without a tool tip.
/// </summary>
/// <param name="words">The words.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ChoiceAttribute(params string[] words) : ArgumentTransformationAttribute
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = PSValue.Unwrap(inputData);
        if (LanguagePrimitives.GetEnumerable(value) is not { } items)
            return Find(value);
        var found = items.Cast<object?>().Select(item => Find(PSValue.Unwrap(item))).ToArray();

        // Whoever names nothing has not asked for nothing to be looked at.
        return found.Length > 0 ? found : throw new ArgumentTransformationMetadataException($"The list is empty: it takes {string.Join(", ", Words)}.");
    }

    /// <summary>The value of an enum that one of the words stands for.</summary>
    internal static T Read<T>(string word)
        where T : struct => Enum.TryParse<T>(word, out var value) ? value : default;

    private string Find(object? value)
    {
        var text = value?.ToString()?.Trim() ?? string.Empty;
        var meant = Words.Where(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (meant.Length == 0 && text.Length > 0)
            meant = [.. Words.Where(word => word.StartsWith(text, StringComparison.OrdinalIgnoreCase))];
        return meant.Length == 1
            ? meant[0]
            : throw new ArgumentTransformationMetadataException($"'{text}' is none of {string.Join(", ", Words)}.");
    }
}
