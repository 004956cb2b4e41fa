using System.Text.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>Writes a customer as "Get Customer API" and "Pull Customer API by Date Range" show it: same keys, same order.</summary>
internal static class CustomerWriter
{
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
        WriteFields(writer, RecordKeys.AdditionalFields, customer.AdditionalFields);
        WriteFields(writer, RecordKeys.AssociateFields, customer.AssociateFields);
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
        writer.WriteString(RecordKeys.Latitude, ""u8);
        writer.WriteString(RecordKeys.Longitude, ""u8);
        writer.WriteString(RecordKeys.CurrentStatus, "N"u8);
        writer.WriteString(RecordKeys.GenerationDate, KaptureTime.Long(customer.Created));
        writer.WriteNumber(RecordKeys.CreatorId, 0);
        writer.WriteNumber(RecordKeys.ChannelPartnerId, 0);
        writer.WriteString(RecordKeys.Remarks, customer.Remarks);
        writer.WriteNumber(RecordKeys.RatePlanId, 0);
        writer.WriteString(RecordKeys.CustomerCode, customer.CustomerCode);
        writer.WriteBoolean(RecordKeys.IsChannelPartner, customer.IsChannelPartner);
        writer.WriteString(RecordKeys.PinCode, customer.PinCode);
        writer.WriteNumber(RecordKeys.CampaignId, 0);
        writer.WriteNumber(RecordKeys.CampaignItemId, 0);
        writer.WriteNumber(RecordKeys.CampaignActivityId, 0);
        writer.WriteNumber(RecordKeys.TotalNoOfEnquiries, customer.Enquiries);
        writer.WriteString(RecordKeys.FeedbackOnCustomer, "0"u8);
    }

    private static void WriteState(Utf8JsonWriter writer, CustomerRecord customer)
    {
        writer.WriteString(RecordKeys.ImageReferenceId, KaptureTime.ImageReference(customer.Created));
        writer.WriteString(RecordKeys.Classification, customer.Classification);
        writer.WriteString(RecordKeys.CustomerType, customer.CustomerType);
        writer.WriteNumber(RecordKeys.CustomerLevel, 0);
        writer.WriteNumber(RecordKeys.Zone, customer.Zone);
        writer.WriteNumber(RecordKeys.CompanyParentId, 0);
        writer.WriteNumber(RecordKeys.AssignedToId, customer.AssignedToId);
        WriteZeroAmount(writer, RecordKeys.MaxCreditAmt);
        writer.WriteNumber(RecordKeys.MaxCreditPeriod, 0);
        writer.WriteNumber(RecordKeys.HistoryEmpId, 0);
        writer.WriteNumber(RecordKeys.ChannelPartnerEmpId, 0);
        writer.WriteBoolean(RecordKeys.Deleted, false);
        writer.WriteString(RecordKeys.CompanyStatus, "A"u8);
        writer.WriteBoolean(RecordKeys.IsExistingCustomer, false);
        writer.WriteBoolean(RecordKeys.IsExistingContact, false);
        writer.WriteBoolean(RecordKeys.SyncStatus, false);
        writer.WriteString(RecordKeys.SyncdLocationId, "0"u8);
        writer.WriteString(RecordKeys.CrossRemarks, customer.CrossRemarks);
        writer.WriteNumber(RecordKeys.SyncedStepNumber, 0);
        WriteZeroAmount(writer, RecordKeys.OutStandingAmount);
        writer.WriteNumber(RecordKeys.SalesAdminZone, 0);
        writer.WriteNumber(RecordKeys.ReferralId, 0);
        writer.WriteBoolean(RecordKeys.IsApi, false);
    }

    // What the account defined itself is in no documented sample; it follows the documented keys, if there is any.
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

    // Amounts are doubles of Java, which write themselves with a decimal.
    private static void WriteZeroAmount(Utf8JsonWriter writer, JsonEncodedText key)
    {
        writer.WritePropertyName(key);
        writer.WriteRawValue("0.0"u8, skipInputValidation: true);
    }
}
