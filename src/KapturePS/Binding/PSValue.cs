using System.Collections;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Takes PowerShell's wrapping off values, so that nothing behind the cmdlets meets it.</summary>
internal static class PSValue
{
    private const int MostValues = 100_000;

    /// <summary>The value itself; a custom object becomes a dictionary, an array is unwrapped item by item.</summary>
    /// <remarks>What nests too deep, or holds itself, stays as it is from there on: whoever sends it says so of its row.</remarks>
    public static object? Unwrap(object? value)
    {
        var left = MostValues;
        return Unwrap(value, 0, ref left);
    }

    /// <summary>The row as a script sees it: a custom object stays one, anything else loses its wrapping.</summary>
    public static object? Row(PSObject? row) => row is null || row.BaseObject is PSCustomObject ? row : row.BaseObject;

    private static object? Unwrap(object? value, int depth, ref int left)
    {
        if (depth > KaptureRequest.MaximumDepth || --left < 0)
            return value;
        if (value is PSObject wrapped)
            value = wrapped.BaseObject is PSCustomObject ? ToDictionary(wrapped) : wrapped.BaseObject;
        return value switch
        {
            IDictionary dictionary => UnwrapDictionary(dictionary, depth, ref left),
            object[] items => UnwrapItems(items, depth, ref left),

            // What a script block that binds late gives where it gives several.
            ICollection<PSObject> items => UnwrapItems([.. items], depth, ref left),
            _ => value,
        };
    }

    private static Dictionary<string, object?> ToDictionary(PSObject custom)
    {
        var dictionary = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in custom.Properties)
            dictionary[property.Name] = property.Value;
        return dictionary;
    }

    private static object?[] UnwrapItems(object?[] items, int depth, ref int left)
    {
        var plain = new object?[items.Length];
        for (var i = 0; i < items.Length; i++)
            plain[i] = Unwrap(items[i], depth + 1, ref left);
        return plain;
    }

    private static Dictionary<string, object?> UnwrapDictionary(IDictionary dictionary, int depth, ref int left)
    {
        var plain = new Dictionary<string, object?>(dictionary.Count, StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in dictionary)
            plain[LanguagePrimitives.ConvertTo<string>(entry.Key)] = Unwrap(entry.Value, depth + 1, ref left);
        return plain;
    }
}
