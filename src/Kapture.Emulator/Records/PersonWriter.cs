using System.Text.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Records;

/// <summary>Writes the middle of a contact, which both dialects share: where it belongs, and who it is.</summary>
internal static class PersonWriter
{
    private static readonly ConstantRun _place = new(
        (RecordKeys.ParentContactId, "0"),
        (RecordKeys.SubOfficeId, "0"),
        (RecordKeys.CreatorId, "0"));

    // Only Legacy can say how old somebody is: nearly every contact of a page has these.
    private static readonly ConstantRun _unknown = new(
        (RecordKeys.ParentContactId, "0"),
        (RecordKeys.SubOfficeId, "0"),
        (RecordKeys.CreatorId, "0"),
        (RecordKeys.Age, "0"),
        (RecordKeys.MaritalStatus, "\" \""),
        (RecordKeys.IsGuest, "false"));

    public static void Write(Utf8JsonWriter writer, ContactRecord contact)
    {
        if (contact.Age == 0 && contact.MaritalStatus.Length == 0)
        {
            _unknown.Write(writer);
            return;
        }

        _place.Write(writer);
        writer.WriteNumber(RecordKeys.Age, contact.Age);
        writer.WriteString(RecordKeys.MaritalStatus, contact.MaritalStatus.Length > 0 ? contact.MaritalStatus : " ");
        writer.WriteBoolean(RecordKeys.IsGuest, false);
    }
}
