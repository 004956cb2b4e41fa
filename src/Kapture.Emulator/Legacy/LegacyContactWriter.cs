using System.Text.Json;
using Kapture.Emulator.Records;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>Writes a contact within a legacy record: same keys, same order, and what these leave out where it is set.</summary>
internal static class LegacyContactWriter
{
    private static readonly JsonEncodedText _spacedContactPerson = JsonEncodedText.Encode("contactPerson ");

    public static void Write(Utf8JsonWriter writer, ContactRecord contact, long customerId, long accountId, bool spacedKey, bool isPrimary)
    {
        writer.WriteStartObject();
        writer.WriteNumber(RecordKeys.Id, contact.Id);
        writer.WriteNumber(RecordKeys.CmId, accountId);
        writer.WriteNumber(RecordKeys.LeadId, customerId);
        writer.WriteString(spacedKey ? _spacedContactPerson : RecordKeys.ContactPerson, contact.ContactPerson);
        writer.WriteString(RecordKeys.Gender, contact.Gender.Length > 0 ? contact.Gender : " ");
        writer.WriteString(RecordKeys.Phone, contact.Phone);
        UndocumentedKeys.WriteIfSet(writer, RecordKeys.AdditionalPhone, contact.AdditionalPhone);
        writer.WriteString(RecordKeys.Email, contact.Email);
        writer.WriteBoolean(RecordKeys.IsPrimaryContact, isPrimary);
        writer.WriteBoolean(RecordKeys.IsActive, true);
        CalendarWriter.Write(writer, RecordKeys.GenerationDate, contact.Created);
        PersonWriter.Write(writer, contact);
        UndocumentedKeys.WriteIfSet(writer, RecordKeys.PhoneCountryCode, contact.PhoneCountryCode);
        writer.WriteNumber(RecordKeys.EnquiryId, 0);
        UndocumentedKeys.Write(writer, contact);
        writer.WriteEndObject();
    }
}
