using System.Text.Json;
using Kapture.Emulator.Records;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>Writes a contact within the documented record: same keys, same order.</summary>
internal static class ContactWriter
{
    private static readonly ConstantRun _merging = new(
        (RecordKeys.EnquiryId, "0"),
        (RecordKeys.OrderId, "0"),
        (RecordKeys.IsMergeEnable, "false"),
        (RecordKeys.IsMobileMasked, "false"),
        (RecordKeys.IsEmailMasked, "false"),
        (RecordKeys.ShowBirthYear, "false"));

    public static void Write(Utf8JsonWriter writer, ContactRecord contact, long customerId, long accountId)
    {
        writer.WriteStartObject();
        writer.WriteNumber(RecordKeys.Id, contact.Id);
        writer.WriteNumber(RecordKeys.CmId, accountId);
        writer.WriteNumber(RecordKeys.LeadId, customerId);
        writer.WriteString(RecordKeys.ContactPerson, contact.ContactPerson);
        writer.WriteString(RecordKeys.Gender, contact.Gender.Length > 0 ? contact.Gender : " ");
        writer.WriteString(RecordKeys.Phone, contact.Phone);
        writer.WriteString(RecordKeys.AdditionalPhone, contact.AdditionalPhone);
        writer.WriteString(RecordKeys.Email, contact.Email);
        writer.WriteBoolean(RecordKeys.IsPrimaryContact, contact.IsPrimary);
        writer.WriteBoolean(RecordKeys.IsActive, true);
        CalendarWriter.Write(writer, RecordKeys.GenerationDate, contact.Created);
        PersonWriter.Write(writer, contact);
        writer.WriteString(RecordKeys.PhoneCountryCode, contact.PhoneCountryCode);
        _merging.Write(writer);
        UndocumentedKeys.Write(writer, contact);
        writer.WriteEndObject();
    }
}
