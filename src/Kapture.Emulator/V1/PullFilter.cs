using System.Globalization;
using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>
/// The filters of "Pull Customer API by Date Range"; all that are given must hold. <c>name</c> is found anywhere
/// in a name; everything else must be equal, texts without regard to case. <c>designationType</c> and <c>attr1</c> to
/// <c>attr15</c> are compared with the additional fields of the same name.
/// </summary>
internal sealed class PullFilter
{
    private readonly List<Func<CustomerRecord, bool>> _conditions = [];

    /// <summary>Null where nothing is filtered.</summary>
    public Func<CustomerRecord, bool>? Predicate => _conditions.Count == 0 ? null : Holds;

    public static PullFilter Read(JsonElement root)
    {
        var filter = new PullFilter();
        filter.AddTexts(root);
        filter.AddIds(root);
        filter.AddType(root);
        filter.AddField(root, "designationType");
        for (var i = 1; i <= 15; i++)
            filter.AddField(root, "attr" + i.ToString(CultureInfo.InvariantCulture));

        return filter;
    }

    private void AddTexts(JsonElement root)
    {
        var name = root.TextOrBlank("name");
        if (name.Length > 0)
            _conditions.Add(c => c.Name.Contains(name, StringComparison.OrdinalIgnoreCase));

        var phone = root.TextOrBlank("phone");
        if (phone.Length > 0)
            _conditions.Add(c => c.Contacts.Any(contact => contact.Phone == phone));

        var email = root.TextOrBlank("email");
        if (email.Length > 0)
            _conditions.Add(c => c.Contacts.Any(contact => Same(contact.Email, email)));

        var code = root.TextOrBlank("customerCode");
        if (code.Length > 0)
            _conditions.Add(c => Same(c.CustomerCode, code));
    }

    private void AddIds(JsonElement root)
    {
        AddAnyOf(root.TextOrBlank("customer_id"), static c => c.Id);

        // "When zoneIdStr value is empty, this will be checked": zone_id. With the assigned employee it is the other way round.
        AddAnyOf(FirstGiven(root, "zoneIdStr", "zone_id"), static c => c.Zone);
        AddAnyOf(FirstGiven(root, "assignedToId", "assignedToIdStr"), static c => c.AssignedToId);
        AddAnyOf(FirstGiven(root, "primarySourceId"), static c => c.Sources.Primary);
        AddAnyOf(FirstGiven(root, "secondarySourceId"), static c => c.Sources.Secondary);
        AddAnyOf(FirstGiven(root, "tertiarySourceId"), static c => c.Sources.Tertiary);
    }

    // isIndividual counts only when isOrganisation is false, isChannelPartner only when isIndividual is.
    private void AddType(JsonElement root)
    {
        if (root.Flag("isOrganisation") == true)
            _conditions.Add(static c => c.IsOrganization);
        else if (root.Flag("isIndividual") == true)
            _conditions.Add(static c => !c.IsOrganization && !c.IsChannelPartner);
        else if (root.Flag("isChannelPartner") == true)
            _conditions.Add(static c => c.IsChannelPartner);
    }

    private void AddField(JsonElement root, string name)
    {
        var expected = root.TextOrBlank(name);
        if (expected.Length > 0)
            _conditions.Add(c => c.AdditionalFields.Find(name) is { } json && Same(TextOf(json), expected));
    }

    private void AddAnyOf(string ids, Func<CustomerRecord, long> idOf)
    {
        if (ids.Length == 0)
            return;

        var wanted = new HashSet<long>(ids.Split(',').Select(JsonValues.Number).OfType<long>());
        _conditions.Add(c => wanted.Contains(idOf(c)));
    }

    // The samples send 0 for "no such filter".
    private static string FirstGiven(JsonElement root, params string[] names) =>
        names.Select(name => root.TextOrBlank(name)).FirstOrDefault(static ids => ids.Length > 0 && ids != "0") ?? "";

    private static string TextOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ToString();
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private bool Holds(CustomerRecord customer) => _conditions.TrueForAll(holds => holds(customer));
}
