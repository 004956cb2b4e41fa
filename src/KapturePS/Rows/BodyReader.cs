using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using Kapture;

namespace KapturePS;

/// <summary>
/// Takes PowerShell's wrapping off a body: custom objects, those of the service and those of a script's own classes become
/// dictionaries. What holds itself, or half of the machine, is refused before it is followed.
/// </summary>
internal sealed class BodyReader
{
    private const int MaximumValues = 1_000_000;

    private int _values;

    private BodyReader()
    {
    }

    /// <summary>Reads a body; text at its top is JSON and stays text.</summary>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    public static object? Read(object? body) => new BodyReader().Read(body, "Body", 0);

    private object? Read(object? value, string name, int depth)
    {
        if (depth > KaptureRequest.MaximumDepth)
            throw Refused(null, $"Body nests deeper than {KaptureRequest.MaximumDepth} levels at '{name}', or holds itself.");
        if (++_values > MaximumValues)
            throw Refused(null, $"Body holds more than {MaximumValues} values, or the same object again and again.");
        if (value is null || ReferenceEquals(value, AutomationNull.Value))
            return null;
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            string => plain,
            SwitchParameter flag => flag.IsPresent,
            PSCustomObject => ReadProperties((PSObject)value, depth),
            IDictionary members => ReadMembers(members, depth),
            IEnumerable items when !IsOf(plain, "System.Xml") => ReadItems(items, name, depth),
            ValueType or Uri or Version => plain,

            // A file, a process or a key of the framework's is no body: whoever means its name says so. A secret, which some of
            // them show in the open, is not handed on with the error either.
            _ when IsOf(plain, "System") || IsOf(plain, "Microsoft") =>
                throw Refused(plain.GetType().FullName, $"{name} is a {plain.GetType().FullName}, which is no part of JSON. Give a dictionary, a custom object, an array, or JSON text."),
            _ => ReadProperties(PSObject.AsPSObject(plain), depth),
        };
    }

    private Dictionary<string, object?> ReadMembers(IDictionary members, int depth)
    {
        var plain = new Dictionary<string, object?>(members.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in members)
        {
            var name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            plain[name] = Read(entry.Value, name, depth + 1);
        }

        return plain;
    }

    private Dictionary<string, object?> ReadProperties(PSObject custom, int depth)
    {
        var plain = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in custom.Properties)
        {
            if (property.IsGettable)
                plain[property.Name] = Read(ValueOf(property), property.Name, depth + 1);
        }

        return plain;
    }

    private List<object?> ReadItems(IEnumerable items, string name, int depth)
    {
        var plain = new List<object?>();
        foreach (var item in items)
            plain.Add(Read(item, name, depth + 1));
        return plain;
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            throw new KaptureException(KaptureErrorId.InvalidValue, $"{property.Name} cannot be read: {e.Message}", e);
        }
    }

    private static bool IsOf(object value, string space) =>
        value.GetType().Namespace is { } name && (name == space || name.StartsWith(space + ".", StringComparison.Ordinal));

    private static KaptureException Refused(object? value, string message) => new(KaptureErrorId.InvalidValue, message) { Value = value };
}
