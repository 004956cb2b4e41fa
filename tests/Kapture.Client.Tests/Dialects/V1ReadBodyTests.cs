using System.Text;

namespace Kapture.Tests.Dialects;

/// <summary>What a look-up and a pull say, letter for letter, and what the answer to a write is taken for.</summary>
public sealed class V1ReadBodyTests
{
    private static readonly V1Dialect _v1 = new();

    [Fact]
    public void A_look_up_is_an_array_of_one_object_with_one_key_as_text()
    {
        Assert.Equal("""[{"kapture_customer_id":"191121684"}]""", Text(_v1.Get(CustomerKey.ById(191121684))));
        Assert.Equal("""[{"email_id":"asha+1@example.com"}]""", Text(_v1.Get(CustomerKey.ByEmail("asha+1@example.com"))));
        Assert.Equal("""[{"phone":"+91 09380"}]""", Text(_v1.Get(CustomerKey.ByPhone("+91 09380"))));
        Assert.Equal("/search-customer-by-customer-id.html", _v1.Get(CustomerKey.ById(1)).Path);
    }

    [Fact]
    public void A_pull_asks_from_the_day_to_the_day_after()
    {
        var request = Pull(new CustomerPage(1000298, new DateTime(2024, 2, 28, 23, 0, 0), new CustomerFilter(), Limit: 50, Offset: 100));

        Assert.Equal("/ms/customer-search/customer-search/api/v1", request.Path);
        Assert.Equal("""{"cm_id":1000298,"createStartDate":"2024-02-28","createEndDate":"2024-02-29","limit":50,"offset":100}""", Text(request));
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("hi-IN")]
    public void A_pull_counts_in_the_Gregorian_calendar_under_every_culture(string culture) => Culture.Run(culture, () =>
        Assert.Contains("\"createStartDate\":\"2024-05-02\"", Text(Pull(new CustomerPage(1, new DateTime(2024, 5, 2), new CustomerFilter()))), StringComparison.Ordinal));

    [Fact]
    public void Every_filter_goes_out_under_its_documented_name()
    {
        var filter = new CustomerFilter
        {
            Name = "Asha", Phone = "0938", Email = "a@example.com", DesignationType = "owner", CustomerId = 5, CustomerCode = "C-1",
            ZoneIds = [2, 3], AssignedToIds = [7], PrimarySourceId = 11, SecondarySourceId = 12, TertiarySourceId = 13, AllCustomerPage = true,
        };
        filter.SetAttribute("15", "x");
        filter.SetAttribute("ATTR1", "y");

        Assert.Equal("""
            {"cm_id":1,"isAllCustomerPage":true,"name":"Asha","phone":"0938","email":"a@example.com","designationType":"owner","customer_id":"5",
            "customerCode":"C-1","zoneIdStr":"2,3","assignedToIdStr":"7","primarySourceId":11,"secondarySourceId":12,"tertiarySourceId":13,
            "attr15":"x","attr1":"y","createStartDate":"2024-05-02","createEndDate":"2024-05-03","limit":100,"offset":0}
            """.ReplaceLineEndings(string.Empty), Text(Pull(new CustomerPage(1, new DateTime(2024, 5, 2), filter))));
    }

    [Theory]
    [InlineData(CustomerType.Organization, "\"isOrganisation\":true,\"isIndividual\":false,\"isChannelPartner\":false")]
    [InlineData(CustomerType.Individual, "\"isOrganisation\":false,\"isIndividual\":true,\"isChannelPartner\":false")]
    [InlineData(CustomerType.ChannelPartner, "\"isOrganisation\":false,\"isIndividual\":false,\"isChannelPartner\":true")]
    public void A_filter_by_type_sets_all_three_flags_in_their_spelling(CustomerType type, string flags) =>
        Assert.Contains(flags, Text(Pull(new CustomerPage(1, new DateTime(2024, 5, 2), new CustomerFilter { CustomerType = type }))), StringComparison.Ordinal);

    [Theory]
    [InlineData("attr0")]
    [InlineData("attr16")]
    [InlineData("attr")]
    [InlineData("tier")]
    [InlineData("-1")]
    public void There_are_fifteen_attributes(string name) =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => new CustomerFilter().SetAttribute(name, "x"));

    [Fact]
    public void A_filter_that_is_no_valid_text_is_InvalidValue() =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => Pull(new CustomerPage(1, new DateTime(2024, 5, 2), new CustomerFilter { Name = "half \uD83C" })));

    [Theory]
    [InlineData("ADD_CUSTOMER", "Customer Updated successfully !", WriteAction.Added)]
    [InlineData("update_customer", "Customer Added successfully !", WriteAction.Updated)]
    [InlineData("", "Customer Updated successfully !Contact Added successfully !", WriteAction.Updated)]
    [InlineData("", "customer added successfully", WriteAction.Added)]
    public void What_was_done_is_what_the_answer_says(string actionEvent, string message, WriteAction expected)
    {
        var answer = Calls.Read($$$"""{"status":"success","customer":{"customer_id":5,"action_event":"{{{actionEvent}}}"},"message":"{{{message}}}"}""");

        Assert.Equal(expected, _v1.ReadWrite(KaptureOperation.Add, answer).Action);
        Assert.Equal(expected, _v1.ReadWrite(KaptureOperation.Update, answer).Action);
    }

    [Fact]
    public void An_answer_that_does_not_say_what_was_done_did_what_was_asked()
    {
        var answer = Calls.Read("""{"status":"success"}""");

        Assert.Equal(WriteAction.Added, _v1.ReadWrite(KaptureOperation.Add, answer).Action);
        Assert.Equal(WriteAction.Updated, _v1.ReadWrite(KaptureOperation.Update, answer).Action);
        Assert.Null(_v1.ReadWrite(KaptureOperation.Add, answer).CustomerId);
    }

    private static DialectRequest Pull(CustomerPage page) => Assert.Single(_v1.Pull(page));

    private static string Text(DialectRequest request) => Encoding.UTF8.GetString(request.Body);
}
