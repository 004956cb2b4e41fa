using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class PullFilterTests
{
    private readonly Service _service = new();
    private readonly Dictionary<long, string> _names = [];

    public PullFilterTests()
    {
        Add("org", """{"customer_name":"Asha Traders","phone":"1","email_id":"org@example.com","organization":true,"customer_code":"C-1","zone":4,"customer_assign_emp_code":"70","primary_source":11}""");
        Add("person", """{"customer_name":"आशा Rao","phone":"2","individual":true,"zone":5,"customer_assign_emp_code":71,"secondary_source":"12","additional_fields":{"attr3":"Gold","designationType":"CEO"}}""");
        Add("partner", """{"customer_name":"Partner","phone":"3","channel_partner":true,"zone":6,"tertiary_source":13,"additional_fields":{"attr15":7}}""");
        _service.Write($$"""{"customer_info":{"customer_id":{{IdOf("person")}}},"contact_info":[{"contact_person_phone":"22"}]}""");
    }

    [Theory]
    [InlineData("", "org person partner")]
    [InlineData("\"name\":\"asha\"", "org")]
    [InlineData("\"name\":\"आशा\"", "person")]
    [InlineData("\"phone\":\"22\"", "person")]
    [InlineData("\"phone\":3", "partner")]
    [InlineData("\"email\":\"ORG@example.com\"", "org")]
    [InlineData("\"customerCode\":\"c-1\"", "org")]
    [InlineData("\"customerCode\":\"C\"", "")]
    [InlineData("\"zoneIdStr\":\"4, 6\"", "org partner")]
    [InlineData("\"zoneIdStr\":\"5\",\"zone_id\":4", "person")]
    [InlineData("\"zoneIdStr\":\"\",\"zone_id\":4", "org")]
    [InlineData("\"zone_id\":0", "org person partner")]
    [InlineData("\"assignedToId\":70,\"assignedToIdStr\":\"71\"", "org")]
    [InlineData("\"assignedToId\":0,\"assignedToIdStr\":\"71\"", "person")]
    [InlineData("\"primarySourceId\":11", "org")]
    [InlineData("\"secondarySourceId\":\"12\"", "person")]
    [InlineData("\"tertiarySourceId\":13", "partner")]
    [InlineData("\"tertiarySourceId\":14", "")]
    [InlineData("\"attr3\":\"gold\"", "person")]
    [InlineData("\"attr15\":\"7\"", "partner")]
    [InlineData("\"attr1\":\"gold\"", "")]
    [InlineData("\"designationType\":\"CEO\"", "person")]
    [InlineData("\"isOrganisation\":true", "org")]
    [InlineData("\"isOrganisation\":\"true\",\"isIndividual\":\"true\",\"isChannelPartner\":\"true\"", "org")]
    [InlineData("\"isOrganisation\":false,\"isIndividual\":\"true\",\"isChannelPartner\":true", "person")]
    [InlineData("\"isOrganisation\":false,\"isIndividual\":\"\",\"isChannelPartner\":true", "partner")]
    [InlineData("\"isOrganisation\":false,\"isIndividual\":false,\"isChannelPartner\":\"\"", "org person partner")]
    [InlineData("\"isOrganisation\":true,\"zone_id\":6", "")]
    [InlineData("\"limit\":1,\"offset\":1,\"zoneIdStr\":\"4,6\"", "partner")]
    [InlineData("\"limit\":1,\"zoneIdStr\":\"5,6\"", "person")]
    [InlineData("\"isAllCustomerPage\":true", "org person partner")]
    public void Filters_hold_as_documented(string filter, string expected) =>
        Assert.Equal(expected, string.Join(' ', _service.PullIds("2024-05-02", "2024-05-02", filter).Select(id => _names[id])));

    [Fact]
    public void A_customer_can_be_asked_for_by_id() =>
        Assert.Equal([IdOf("partner")], _service.PullIds("2024-05-02", "2024-05-02", $"\"customer_id\":\"{IdOf("partner")}\""));

    [Fact]
    public void The_date_counts_as_well() =>
        Assert.Empty(_service.PullIds("2024-05-03", "2024-05-03", $"\"customer_id\":\"{IdOf("partner")}\""));

    private void Add(string name, string customerInfo) => _names.Add(_service.Add(customerInfo), name);

    private long IdOf(string name) => _names.Single(n => n.Value == name).Key;
}
