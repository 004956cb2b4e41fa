using System.Text.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>Writes a contact within the documented record: same keys, same order.</summary>
internal static class ContactWriter
{
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
        writer.WriteNumber(RecordKeys.ParentContactId, 0);
        writer.WriteNumber(RecordKeys.SubOfficeId, 0);
        writer.WriteNumber(RecordKeys.CreatorId, 0);
        writer.WriteNumber(RecordKeys.Age, 0);
        writer.WriteString(RecordKeys.MaritalStatus, " "u8);
        writer.WriteBoolean(RecordKeys.IsGuest, false);
        writer.WriteString(RecordKeys.PhoneCountryCode, contact.PhoneCountryCode);
        writer.WriteNumber(RecordKeys.EnquiryId, 0);
        writer.WriteNumber(RecordKeys.OrderId, 0);
        writer.WriteBoolean(RecordKeys.IsMergeEnable, false);
        writer.WriteBoolean(RecordKeys.IsMobileMasked, false);
        writer.WriteBoolean(RecordKeys.IsEmailMasked, false);
        writer.WriteBoolean(RecordKeys.ShowBirthYear, false);
        writer.WriteEndObject();
    }
}
