using System.Globalization;

namespace Kapture.Tests.Pull;

/// <summary>An invented customer and when it was added: few values of each field, so that a filter finds some and leaves others. Added is in UTC.</summary>
internal readonly record struct Person(DateTime Added, string Name, string Phone, string Email, string Code, CustomerType Type, int ZoneId, int AssignedToId, int SourceId, string Attribute)
{
    /// <summary>What a request says of it; an employee, a zone or a source of 0 is none.</summary>
    public Dictionary<string, object> Fields()
    {
        var fields = new Dictionary<string, object>
        {
            ["customer_name"] = Name,
            ["phone"] = Phone,
            ["email_id"] = Email,
            ["customer_code"] = Code,
            ["organization"] = Type == CustomerType.Organization,
            ["channel_partner"] = Type == CustomerType.ChannelPartner,
            ["individual"] = Type == CustomerType.Individual,
            ["additional_fields"] = new Dictionary<string, string> { ["attr3"] = Attribute, ["designationType"] = Attribute },
        };
        foreach (var (name, id) in new[] { ("zone", ZoneId), ("customer_assign_emp_code", AssignedToId), ("primary_source", SourceId), ("secondary_source", SourceId), ("tertiary_source", SourceId) })
        {
            if (id > 0)
                fields[name] = id.ToString(CultureInfo.InvariantCulture);
        }

        return fields;
    }

    public override string ToString() => $"{Added:yyyy-MM-dd HH:mm:ss.fff}Z {Name}/{Phone}/{Email}/{Code}/{Type}/{ZoneId}/{AssignedToId}/{SourceId}/{Attribute}";
}
