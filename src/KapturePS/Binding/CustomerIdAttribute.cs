using System.Globalization;
using System.Management.Automation;

namespace KapturePS;

/// <summary>
/// Reads ids strictly: the engine would make 6 of 5.5, and 0 of a blank. What is no id stays what it is, so that it
/// does not bind and is reported with the row.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CustomerIdAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (value is object[] items)
        {
            var ids = Array.ConvertAll(items, item => ReadOne(item is PSObject one ? one.BaseObject : item));
            return Array.TrueForAll(ids, id => id is not null) ? Array.ConvertAll(ids, id => id!.Value) : new NotAnId(string.Join(", ", items));
        }

        if (value is string text && string.IsNullOrWhiteSpace(text))
            return Array.Empty<long>();
        if (value is not (string or byte or short or ushort or int or uint or long or ulong or double or decimal))
            return inputData;
        return ReadOne(value) is { } single ? new[] { single } : new NotAnId(value);
    }

    private static long? ReadOne(object? value) =>
        long.TryParse(LanguagePrimitives.ConvertTo<string>(value)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
}

/// <summary>Converts to no number: in a row it does not bind, on a command line the engine's message shows the text.</summary>
internal sealed class NotAnId(object value)
{
    public override string ToString() => value.ToString() ?? string.Empty;
}
