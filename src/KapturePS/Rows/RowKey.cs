using System.Management.Automation;

namespace KapturePS;

/// <summary>What a row says of the customer to look up, where the engine could not bind it.</summary>
internal static class RowKey
{
    private static readonly string[] _idColumns = ["Id", "CustomerId", "customer_id", "kapture_customer_id"];

    /// <summary>An id that is none, as text; <see langword="null"/> where the row has no id at all.</summary>
    public static string? UnreadableId(PSObject? row)
    {
        if (row is null)
            return null;
        if (row.BaseObject is not PSCustomObject)
            return row.BaseObject is string or ValueType ? NotBlank(row) : null;
        foreach (var column in _idColumns)
        {
            if (row.Properties[column] is { } property)
                return NotBlank(property.Value);
        }

        return null;
    }

    private static string? NotBlank(object? value)
    {
        var text = LanguagePrimitives.ConvertTo<string>(value);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
