using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>
/// Reads ids strictly: the engine would make 6 of 5.5, and 0 of a blank. It never fails, or a bad cell would be the
/// engine's error and not its row's: what is no id is remembered with the array that is bound in its place.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CustomerIdAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<long[], string> _unreadable = new();

    /// <summary>The text that is no id; <see langword="null"/> where all could be read.</summary>
    /// <param name="ids">What was bound.</param>
    public static string? UnreadableOf(long[]? ids) => ids is not null && _unreadable.TryGetValue(ids, out var text) ? text : null;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // A row that is an object is no id; its columns may hold one.
        var value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (value is not (object[] or string or byte or short or ushort or int or uint or long or ulong or double or decimal))
            return inputData;

        var ids = new List<long>();
        foreach (var item in value as object[] ?? [value])
        {
            var text = LanguagePrimitives.ConvertTo<string>(item);
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (!KaptureId.TryParse(text, out var id))
                return Remember(text);
            ids.Add(id);
        }

        return ids.ToArray();
    }

    private static long[] Remember(string text)
    {
        var ids = new long[1];
        _unreadable.Add(ids, text);
        return ids;
    }
}
