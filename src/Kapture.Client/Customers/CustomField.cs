using System.Collections;

namespace Kapture;

/// <summary>The tenant's own fields: names and values that nobody documented.</summary>
internal static class CustomField
{
    /// <exception cref="KaptureException">InvalidValue: the value is no dictionary.</exception>
    public static void CopyTo(IDictionary<string, object?> target, string field, object? value)
    {
        switch (value)
        {
            case null:
                return;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                    target[FieldReader.ToText(entry.Key)!] = entry.Value;
                return;
            default:
                throw KaptureException.Invalid(field, value, $"is '{value}'; it takes a dictionary of names and values.");
        }
    }

    /// <exception cref="KaptureException">InvalidValue: a name is blank, or a text cannot be sent.</exception>
    public static void Check(string field, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        foreach (var pair in fields)
        {
            if (string.IsNullOrWhiteSpace(pair.Key))
                throw KaptureException.Invalid(field, pair.Key, "has an entry without a name.");
            CheckValue($"{field} {pair.Key}", pair.Key);
            CheckValue($"{field} {pair.Key}", pair.Value);
        }
    }

    private static void CheckValue(string field, object? value)
    {
        switch (value)
        {
            case string text:
                TextRules.Check(field, text);
                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    CheckValue(field, entry.Key);
                    CheckValue(field, entry.Value);
                }

                break;
            case IEnumerable items:
                foreach (var item in items)
                    CheckValue(field, item);
                break;
            default:
                break;
        }
    }
}
