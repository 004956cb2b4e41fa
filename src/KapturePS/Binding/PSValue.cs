using System.Collections;
using System.Management.Automation;

namespace KapturePS;

/// <summary>Takes PowerShell's wrapping off values, so that nothing behind the cmdlets meets it.</summary>
internal static class PSValue
{
    /// <summary>The value itself; a custom object becomes a dictionary, an array is unwrapped item by item.</summary>
    public static object? Unwrap(object? value)
    {
        if (value is PSObject wrapped)
            value = wrapped.BaseObject is PSCustomObject ? ToDictionary(wrapped) : wrapped.BaseObject;
        return value switch
        {
            IDictionary dictionary => UnwrapDictionary(dictionary),
            object[] items => Array.ConvertAll(items, Unwrap),

            // What a script block that binds late gives where it gives several.
            ICollection<PSObject> items => Array.ConvertAll(items.ToArray(), Unwrap),
            _ => value,
        };
    }

    /// <summary>The row as a script sees it: a custom object stays one, anything else loses its wrapping.</summary>
    public static object? Row(PSObject? row) => row is null || row.BaseObject is PSCustomObject ? row : row.BaseObject;

    private static Dictionary<string, object?> ToDictionary(PSObject custom)
    {
        var dictionary = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in custom.Properties)
            dictionary[property.Name] = property.Value;
        return dictionary;
    }

    private static Dictionary<string, object?> UnwrapDictionary(IDictionary dictionary)
    {
        var plain = new Dictionary<string, object?>(dictionary.Count, StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in dictionary)
            plain[LanguagePrimitives.ConvertTo<string>(entry.Key)] = Unwrap(entry.Value);
        return plain;
    }
}
