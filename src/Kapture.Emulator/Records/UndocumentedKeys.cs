using System.Text.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Records;

/// <summary>Writes what no published record shows, behind the documented keys and only where there is any.</summary>
internal static class UndocumentedKeys
{
    public static void Write(Utf8JsonWriter writer, CustomerRecord customer)
    {
        WriteIfSet(writer, RecordKeys.DateOfBirth, customer.DateOfBirth);
        WriteIfSet(writer, RecordKeys.AnniversaryDate, customer.AnniversaryDate);
        WriteFields(writer, RecordKeys.AdditionalFields, customer.AdditionalFields);
        WriteFields(writer, RecordKeys.AssociateFields, customer.AssociateFields);
    }

    public static void Write(Utf8JsonWriter writer, ContactRecord contact)
    {
        WriteIfSet(writer, RecordKeys.Designation, contact.Designation);
        WriteIfSet(writer, RecordKeys.AdditionalEmail, contact.AdditionalEmail);
    }

    public static void WriteIfSet(Utf8JsonWriter writer, JsonEncodedText key, string text)
    {
        if (text.Length > 0)
            writer.WriteString(key, text);
    }

    private static void WriteFields(Utf8JsonWriter writer, JsonEncodedText key, ExtraFields fields)
    {
        if (!fields.Any)
            return;

        writer.WriteStartObject(key);
        foreach (var field in fields.Fields)
        {
            writer.WritePropertyName(field.Key);
            writer.WriteRawValue(field.Value, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
