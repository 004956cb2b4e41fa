using System.Text.Json;
using Kapture.Emulator.Records;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>
/// Writes a customer as the legacy pages show it: fewer keys than V1, and not the same ones in both operations. What
/// a published record leaves out is written where there is something to say.
/// </summary>
internal static class LegacyCustomerWriter
{
    private static readonly JsonEncodedText _status = JsonEncodedText.Encode("status");

    private static readonly ConstantRun _creator = new(
        (RecordKeys.CreatorId, "0"),
        (RecordKeys.ChannelPartnerId, "0"));

    private static readonly ConstantRun _campaign = new(
        (RecordKeys.CampaignId, "0"),
        (RecordKeys.CampaignItemId, "0"),
        (RecordKeys.CampaignActivityId, "0"));

    private static readonly ConstantRun _credit = new(
        (RecordKeys.MaxCreditPeriod, "0"),
        (RecordKeys.HistoryEmpId, "0"),
        (RecordKeys.ChannelPartnerEmpId, "0"),
        (RecordKeys.Deleted, "false"),
        (RecordKeys.CompanyStatus, "\"A\""),
        (RecordKeys.IsExistingCustomer, "false"));

    private static readonly ConstantRun _sync = new(
        (RecordKeys.SyncStatus, "false"),
        (RecordKeys.SyncdLocationId, "\"0\""));

    // The amounts of the one sample are whole, those of the other have a decimal.
    private static readonly ConstantRun _foundSettlement = new(
        (RecordKeys.SyncedStepNumber, "0"),
        (RecordKeys.OutStandingAmount, "0"),
        (RecordKeys.SalesAdminZone, "0"),
        (RecordKeys.ReferralId, "0"));

    private static readonly ConstantRun _pulledSettlement = new(
        (RecordKeys.SyncedStepNumber, "0"),
        (RecordKeys.OutStandingAmount, "0.0"),
        (RecordKeys.SalesAdminZone, "0"),
        (RecordKeys.ReferralId, "0"));

    private static readonly ConstantRun _foundAmount = new((RecordKeys.MaxCreditAmt, "0"));
    private static readonly ConstantRun _pulledAmount = new((RecordKeys.MaxCreditAmt, "0.0"));

    /// <summary>Writes the record of Search Customer.</summary>
    public static void WriteFound(Utf8JsonWriter writer, CustomerRecord customer, long accountId, LegacyQuirks quirks)
    {
        writer.WriteStartObject();
        WriteIdentity(writer, customer, accountId, pulled: false);
        WriteContacts(writer, customer, accountId, quirks);
        WriteState(writer, customer, pulled: false);
        UndocumentedKeys.Write(writer, customer);
        if ((quirks & LegacyQuirks.StatusInRecord) != 0)
            writer.WriteString(_status, "success"u8);
        writer.WriteEndObject();
    }

    /// <summary>Writes the record of Select Customer.</summary>
    public static void WritePulled(Utf8JsonWriter writer, CustomerRecord customer, long accountId)
    {
        writer.WriteStartObject();
        WriteIdentity(writer, customer, accountId, pulled: true);
        WriteContacts(writer, customer, accountId, LegacyQuirks.None);
        WriteState(writer, customer, pulled: true);
        UndocumentedKeys.Write(writer, customer);
        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, CustomerRecord customer, long accountId, bool pulled)
    {
        writer.WriteNumber(RecordKeys.Id, customer.Id);
        writer.WriteNumber(RecordKeys.CmId, accountId);
        writer.WriteBoolean(RecordKeys.IsOrganization, customer.IsOrganization);
        writer.WriteString(RecordKeys.Name, customer.Name);
        writer.WriteString(RecordKeys.Address, customer.Address);
        writer.WriteString(RecordKeys.State, customer.State);
        WriteFoundOrSet(writer, RecordKeys.City, customer.City, pulled);
        WriteFoundOrSet(writer, RecordKeys.Country, customer.Country, pulled);
        writer.WriteString(RecordKeys.CurrentStatus, "N"u8);
        writer.WriteString(RecordKeys.GenerationDate, KaptureTime.Long(customer.Created, stackalloc char[KaptureTime.MaxLength]));
        _creator.Write(writer);
        UndocumentedKeys.WriteIfSet(writer, RecordKeys.Remarks, customer.Remarks);
        writer.WriteNumber(RecordKeys.RatePlanId, 0);
        UndocumentedKeys.WriteIfSet(writer, RecordKeys.CustomerCode, customer.CustomerCode);
        writer.WriteBoolean(RecordKeys.IsChannelPartner, customer.IsChannelPartner);
        writer.WriteString(RecordKeys.PinCode, customer.PinCode);
        _campaign.Write(writer);
        writer.WriteNumber(RecordKeys.TotalNoOfEnquiries, customer.Enquiries);
        writer.WriteString(RecordKeys.FeedbackOnCustomer, "0"u8);
    }

    private static void WriteContacts(Utf8JsonWriter writer, CustomerRecord customer, long accountId, LegacyQuirks quirks)
    {
        var spacedKey = (quirks & LegacyQuirks.TrailingSpaceInKey) != 0;
        var allPrimary = (quirks & LegacyQuirks.EveryContactPrimary) != 0;
        writer.WriteStartArray(RecordKeys.Contacts);
        for (var i = 0; i < customer.Contacts.Count; i++)
        {
            var contact = customer.Contacts[i];
            LegacyContactWriter.Write(writer, contact, customer.Id, accountId, spacedKey && i == 0, allPrimary || contact.IsPrimary);
        }

        writer.WriteEndArray();
    }

    private static void WriteState(Utf8JsonWriter writer, CustomerRecord customer, bool pulled)
    {
        writer.WriteString(RecordKeys.ImageReferenceId, KaptureTime.ImageReference(customer.Created, stackalloc char[KaptureTime.MaxLength]));
        WriteFoundOrSet(writer, RecordKeys.Classification, customer.Classification, pulled);
        WriteFoundOrSet(writer, RecordKeys.CustomerType, customer.CustomerType, pulled);
        writer.WriteNumber(RecordKeys.CustomerLevel, 0);
        writer.WriteNumber(RecordKeys.Zone, customer.Zone);
        writer.WriteNumber(RecordKeys.CompanyParentId, 0);
        writer.WriteNumber(RecordKeys.AssignedToId, customer.AssignedToId);
        (pulled ? _pulledAmount : _foundAmount).Write(writer);
        _credit.Write(writer);
        if (pulled)
            writer.WriteBoolean(RecordKeys.IsExistingContact, false);
        _sync.Write(writer);
        writer.WriteString(RecordKeys.CrossRemarks, customer.CrossRemarks);
        (pulled ? _pulledSettlement : _foundSettlement).Write(writer);
    }

    // Search Customer shows these also where they are blank, Select Customer does not.
    private static void WriteFoundOrSet(Utf8JsonWriter writer, JsonEncodedText key, string text, bool pulled)
    {
        if (!pulled || text.Length > 0)
            writer.WriteString(key, text);
    }
}
