using System.Collections;
using System.Management.Automation;

namespace KapturePS;

/// <summary>
/// Reads names and values from hashtables and custom objects. It never fails: the engine would drop the row's value
/// without a word, so what cannot be read is bound as an <see cref="UnreadableDictionary"/>, and the row reports it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldDictionaryAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes several.</summary>
    public bool IsMany { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = PSValue.Unwrap(inputData);
        if (value is null || (value is string text && string.IsNullOrWhiteSpace(text)))
            return null;
        if (!IsMany)
            return AsDictionary(value);
        return value is object[] items ? Array.ConvertAll(items, AsDictionary) : new[] { AsDictionary(value) };
    }

    private static IDictionary AsDictionary(object? value) => value as IDictionary ?? new UnreadableDictionary(value);
}

/// <summary>Something that should have been names and values, and is not.</summary>
internal sealed class UnreadableDictionary(object? value) : Dictionary<string, object?>
{
    public object? Value { get; } = value;
}
