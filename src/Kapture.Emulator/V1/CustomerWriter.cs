using System.Text.Json;
using Kapture.Emulator.Records;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>Writes a customer as "Get Customer API" and "Pull Customer API by Date Range" show it: same keys, same order.</summary>
internal static class CustomerWriter
{
    private static readonly ConstantRun _position = new(
        (RecordKeys.Latitude, "\"\""),
        (RecordKeys.Longitude, "\"\""),
        (RecordKeys.CurrentStatus, "\"N\""));

    private static readonly ConstantRun _creator = new(
        (RecordKeys.CreatorId, "0"),
        (RecordKeys.ChannelPartnerId, "0"));

    private static readonly ConstantRun _campaign = new(
        (RecordKeys.CampaignId, "0"),
        (RecordKeys.CampaignItemId, "0"),
        (RecordKeys.CampaignActivityId, "0"));

    // Amounts are doubles of Java, which write themselves with a decimal.
    private static readonly ConstantRun _credit = new(
        (RecordKeys.MaxCreditAmt, "0.0"),
        (RecordKeys.MaxCreditPeriod, "0"),
        (RecordKeys.HistoryEmpId, "0"),
        (RecordKeys.ChannelPartnerEmpId, "0"),
        (RecordKeys.Deleted, "false"),
        (RecordKeys.CompanyStatus, "\"A\""),
        (RecordKeys.IsExistingCustomer, "false"),
        (RecordKeys.IsExistingContact, "false"),
        (RecordKeys.SyncStatus, "false"),
        (RecordKeys.SyncdLocationId, "\"0\""));

    private static readonly ConstantRun _settlement = new(
        (RecordKeys.SyncedStepNumber, "0"),
        (RecordKeys.OutStandingAmount, "0.0"),
        (RecordKeys.SalesAdminZone, "0"),
        (RecordKeys.ReferralId, "0"),
        (RecordKeys.IsApi, "false"));

    /// <summary>Writes the record; only the pull has <c>lastModificationTime</c>.</summary>
    public static void Write(Utf8JsonWriter writer, CustomerRecord customer, long accountId, bool withLastModification)
    {
        writer.WriteStartObject();
        WriteIdentity(writer, customer, accountId);
        writer.WriteStartArray(RecordKeys.Contacts);
        foreach (var contact in customer.Contacts)
            ContactWriter.Write(writer, contact, customer.Id, accountId);

        writer.WriteEndArray();
        if (withLastModification)
            CalendarWriter.Write(writer, RecordKeys.LastModificationTime, customer.Modified);
        WriteState(writer, customer);
        UndocumentedKeys.Write(writer, customer);
        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, CustomerRecord customer, long accountId)
    {
        writer.WriteNumber(RecordKeys.Id, customer.Id);
        writer.WriteNumber(RecordKeys.CmId, accountId);
        writer.WriteBoolean(RecordKeys.IsOrganization, customer.IsOrganization);
        writer.WriteString(RecordKeys.Name, customer.Name);
        writer.WriteString(RecordKeys.Website, ""u8);
        writer.WriteString(RecordKeys.Address, customer.Address.Length > 0 ? customer.Address : " ");
        writer.WriteString(RecordKeys.State, customer.State);
        writer.WriteString(RecordKeys.City, customer.City);
        writer.WriteString(RecordKeys.Country, customer.Country);
        _position.Write(writer);
        writer.WriteString(RecordKeys.GenerationDate, KaptureTime.Long(customer.Created, stackalloc char[KaptureTime.MaxLength]));
        _creator.Write(writer);
        writer.WriteString(RecordKeys.Remarks, customer.Remarks);
        writer.WriteNumber(RecordKeys.RatePlanId, 0);
        writer.WriteString(RecordKeys.CustomerCode, customer.CustomerCode);
        writer.WriteBoolean(RecordKeys.IsChannelPartner, customer.IsChannelPartner);
        writer.WriteString(RecordKeys.PinCode, customer.PinCode);
        _campaign.Write(writer);
        writer.WriteNumber(RecordKeys.TotalNoOfEnquiries, customer.Enquiries);
        writer.WriteString(RecordKeys.FeedbackOnCustomer, "0"u8);
    }

    private static void WriteState(Utf8JsonWriter writer, CustomerRecord customer)
    {
        writer.WriteString(RecordKeys.ImageReferenceId, KaptureTime.ImageReference(customer.Created, stackalloc char[KaptureTime.MaxLength]));
        writer.WriteString(RecordKeys.Classification, customer.Classification);
        writer.WriteString(RecordKeys.CustomerType, customer.CustomerType);
        writer.WriteNumber(RecordKeys.CustomerLevel, 0);
        writer.WriteNumber(RecordKeys.Zone, customer.Zone);
        writer.WriteNumber(RecordKeys.CompanyParentId, 0);
        writer.WriteNumber(RecordKeys.AssignedToId, customer.AssignedToId);
        _credit.Write(writer);
        writer.WriteString(RecordKeys.CrossRemarks, customer.CrossRemarks);
        _settlement.Write(writer);
    }
}
