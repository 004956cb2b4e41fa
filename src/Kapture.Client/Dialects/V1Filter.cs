using System.Globalization;
using System.Text.Json;

namespace Kapture;

/// <summary>The filters of the pull (Pull Customer API by Date Range, Request Body); only those that are set go out.</summary>
internal static class V1Filter
{
    public static void Write(Utf8JsonWriter writer, CustomerFilter filter)
    {
        if (filter.AllCustomerPage)
            writer.WriteBoolean("isAllCustomerPage", true);
        Text(writer, "name", filter.Name);
        Text(writer, "phone", filter.Phone);
        Text(writer, "email", filter.Email);
        Text(writer, "designationType", filter.DesignationType);
        Text(writer, "customer_id", filter.CustomerId?.ToString(CultureInfo.InvariantCulture));
        Text(writer, "customerCode", filter.CustomerCode);
        Ids(writer, "zoneIdStr", filter.ZoneIds);
        Ids(writer, "assignedToIdStr", filter.AssignedToIds);
        WriteType(writer, filter.CustomerType);
        Number(writer, "primarySourceId", filter.PrimarySourceId);
        Number(writer, "secondarySourceId", filter.SecondarySourceId);
        Number(writer, "tertiarySourceId", filter.TertiarySourceId);
        foreach (var attribute in filter.Attributes)
            Text(writer, attribute.Key, attribute.Value);
    }

    private static void WriteType(Utf8JsonWriter writer, CustomerType? type)
    {
        // Each flag is read only where the one before it is false.
        if (type is null)
            return;
        writer.WriteBoolean("isOrganisation", type == CustomerType.Organization);
        writer.WriteBoolean("isIndividual", type == CustomerType.Individual);
        writer.WriteBoolean("isChannelPartner", type == CustomerType.ChannelPartner);
    }

    private static void Text(Utf8JsonWriter writer, string key, string? value)
    {
        if (value is not null)
            writer.WriteString(key, TextRules.Check(key, value));
    }

    private static void Number(Utf8JsonWriter writer, string key, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(key, number);
    }

    private static void Ids(Utf8JsonWriter writer, string key, IReadOnlyList<int> ids)
    {
        if (ids.Count > 0)
            writer.WriteString(key, string.Join(",", ids.Select(id => id.ToString(CultureInfo.InvariantCulture))));
    }
}
