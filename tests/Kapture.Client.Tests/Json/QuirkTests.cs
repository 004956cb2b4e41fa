using System.Text;
using System.Text.Json;

namespace Kapture.Tests.Json;

/// <summary>What the service gets wrong and a client must accept all the same, point by point.</summary>
public sealed class QuirkTests
{
    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    public void A_number_that_no_type_holds_is_kept_as_it_is_written(string number) =>
        Assert.Equal(number, Calls.Read($$"""{"message":[{"id":1,"ratio":{{number}}}],"status":"success"}""").Customers[0].AdditionalProperties["ratio"]);

    [Theory]
    [InlineData("""{"status":"success","message":"hello"}""", true)]
    [InlineData("""{"Status":"Success","Message":"hello"}""", true)]
    [InlineData("""{"STATUS":" SUCCESS ","MESSAGE":"hello"}""", true)]
    [InlineData("""{"status":"failed","message":"hello"}""", false)]
    [InlineData("""{"Status":"Fail","Message":"hello"}""", false)]
    public void Quirk_01_status_and_message_in_any_case(string body, bool success)
    {
        var answer = Calls.Read(body);

        Assert.Equal(success, answer.IsSuccess);
        Assert.Equal("hello", answer.Message);
    }

    [Fact]
    public void Quirk_02_message_is_text_or_customers_or_one_customer()
    {
        Assert.Equal("hello", Calls.Read("""{"message":"hello","status":"success"}""").Message);
        Assert.Equal([1, 2], Calls.Read("""{"message":[{"id":1},{"id":2}],"status":"success"}""").Customers.Select(c => c.Id));
        Assert.Equal([3], Calls.Read("""{"message":{"id":3},"status":"success"}""").Customers.Select(c => c.Id));

        var none = Calls.Read("""{"message":[],"status":"success"}""");
        Assert.True(none.HasCustomers);
        Assert.Empty(none.Customers);
        Assert.False(Calls.Read("""{"message":null,"status":"success"}""").HasCustomers);
    }

    [Fact]
    public void Quirk_03_Customer_Details_is_an_object_or_text()
    {
        Assert.Equal(5, Assert.Single(Calls.Read("""{"Customer Details":{"id":5},"status":"success"}""").Customers).Id);

        var refused = Calls.Read("""{"Customer Details":"does not exist","status":"failed"}""");
        Assert.Equal("does not exist", refused.Message);
        Assert.False(refused.HasCustomers);
    }

    [Fact]
    public void Quirk_04_status_inside_the_record_counts_where_the_root_has_none()
    {
        var answer = Calls.Read("""{"message":[{"id":5,"status":"success"}]}""");

        Assert.True(answer.IsSuccess);
        Assert.DoesNotContain("status", answer.Customers[0].AdditionalProperties.Keys);
        Assert.False(Calls.Read("""{"message":[{"id":5,"status":"success"}],"status":"failed"}""").IsSuccess);
    }

    [Fact]
    public void Quirk_05_ids_are_numbers_or_text()
    {
        var customer = Calls.Read("""{"message":{"id":"191121684","cmId":1000298,"contacts":[{"id":"7","leadId":"191121684"}]}}""").Customers[0];
        var written = Calls.Read("""{"status":"success","customer":{"customer_id":"5","contact_id":6}}""");

        Assert.Equal(191121684, customer.Id);
        Assert.Equal(1000298, customer.AccountId);
        Assert.Equal(7, customer.Contacts[0].Id);
        Assert.Equal(191121684, customer.Contacts[0].CustomerId);
        Assert.Equal((5, 6), (written.CustomerId, written.ContactId));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("\"True\"", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("\"false\"", false)]
    [InlineData("0", false)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Quirk_06_booleans_come_as_anything(string json, bool? expected) =>
        Assert.Equal(expected, Customer($$"""{"isOrganization":{{json}}}""").IsOrganization);

    [Fact]
    public void Quirk_06_booleans_may_be_missing()
    {
        Assert.Null(Customer("""{"id":5}""").IsOrganization);
        Assert.Equal(CustomerType.Individual, Customer("""{"id":5}""").CustomerType);
        Assert.Equal(CustomerType.Organization, Customer("""{"isOrganization":"true","isChannelPartner":true}""").CustomerType);
        Assert.Equal(CustomerType.ChannelPartner, Customer("""{"isOrganization":"","isChannelPartner":"true"}""").CustomerType);
    }

    [Fact]
    public void Quirk_06_numbers_come_as_text_or_with_a_fraction()
    {
        var customer = Customer("""{"zone":"2","customerLevel":3.0,"totalNoOfEnquiries":"4.0","maxCreditAmt":0.0,"outStandingAmount":"12.50","referralId":"","pinCode":560009}""");

        Assert.Equal(2, customer.Zone);
        Assert.Equal(3, customer.CustomerLevel);
        Assert.Equal(4, customer.EnquiryCount);
        Assert.Equal(0m, customer.MaxCreditAmount);
        Assert.Equal(12.50m, customer.OutstandingAmount);
        Assert.Null(customer.ReferralId);
        Assert.Equal("560009", customer.PostalCode);
    }

    [Fact]
    public void Quirk_07_keys_carry_a_trailing_space()
    {
        var answer = Calls.Read("""{"status ":"success","Customer Details ":{"id ":5,"customerCode ":"C-1","contacts ":[{"contactPerson ":"Asha"}]}}""");

        Assert.True(answer.IsSuccess);
        Assert.Equal("C-1", answer.Customers[0].CustomerCode);
        Assert.Equal("Asha", answer.Customers[0].Contacts[0].Name);
        Assert.Empty(answer.Customers[0].AdditionalProperties);
    }

    [Theory]
    [InlineData("""{"message":[{"id":5}],"status":"success"};""")]
    [InlineData("""{"message":[{"id":5}],"status":"success"} ; """)]
    [InlineData("""{"message":[{"id":5},],"status":"success",}""")]
    [InlineData("""{"message":[{"id":5,}],"status":"success"}""")]
    [InlineData("""{"status":"success","Status":"Success","message":[{"id":5,"ID":6}]}""")]
    [InlineData("\uFEFF{\"message\":[{\"id\":5}],\"status\":\"success\"}\r\n")]
    public void Quirk_08_JSON_that_is_nearly_JSON(string body)
    {
        var answer = Calls.Read(body);

        Assert.True(answer.IsSuccess);
        Assert.Equal(5, Assert.Single(answer.Customers).Id);
    }

    [Fact]
    public void Quirk_08_of_two_keys_that_differ_in_case_the_second_is_kept_too()
    {
        var customer = Customer("""{"city":"Pune","City":"Poona"}""");

        Assert.Equal("Pune", customer.City);
        Assert.Equal("Poona", customer.AdditionalProperties["City"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u00A0")]
    public void Quirk_09_blank_is_no_value(string blank)
    {
        var customer = Customer($$"""{"city":"{{blank}}","generationDate":"{{blank}}","zone":"{{blank}}","contacts":[{"gender":"{{blank}}","email":"{{blank}}"}]}""");

        Assert.Null(customer.City);
        Assert.Null(customer.Created);
        Assert.Null(customer.Zone);
        Assert.Null(customer.Contacts[0].Gender);
        Assert.Null(customer.Email);
    }

    [Fact]
    public void Quirk_10_dates_come_in_three_forms_and_mean_the_services_wall_clock()
    {
        var expected = new DateTimeOffset(2024, 5, 2, 16, 15, 42, new TimeSpan(5, 30, 0));

        Assert.Equal(expected, Customer("""{"generationDate":"May 2, 2024 4:15:42 PM"}""").Created);
        Assert.Equal(expected, Customer("""{"lastModificationTime":{"year":2024,"month":4,"dayOfMonth":2,"hourOfDay":16,"minute":15,"second":42}}""").LastModified);
        Assert.Equal(expected.AddMilliseconds(249), Customer("""{"imageReferenceId":"CUS_2024-05-02 16:15:42.249"}""").Created);
        Assert.Equal(expected, Customer("""{"generationDate":"May 2, 2024 4:15:42 PM","imageReferenceId":"CUS_2020-01-01 00:00:00.000"}""").Created);
    }

    [Fact]
    public async Task Quirk_11_an_add_may_answer_that_it_updated()
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Updated)));

        var result = await client.AddCustomerAsync(Calls.Person());

        Assert.Equal(WriteAction.Updated, result.Action);
        Assert.Equal(5, result.CustomerId);
    }

    [Theory]
    [InlineData("""{"message":"Something is wrong","status":"failed"}""")]
    [InlineData("""{"status":"failed"}""")]
    [InlineData("""{"status":"success","customer":{"result":false,"customer_id":5}}""")]
    [InlineData("""{"status":"success","customer":{"result":"false"}}""")]
    [InlineData("""{"message":"Something is wrong"}""")]
    public void Quirk_12_a_failure_may_come_as_200(string body)
    {
        var error = Calls.Throws(KaptureErrorId.Rejected, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Add, 200, body), KaptureTimeZone.India));

        Assert.Equal(200, error.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"customer":{"customer_id":5}}""")]
    [InlineData("""{"status":true}""")]
    public void Quirk_12_a_body_that_does_not_say_success_is_none(string body) =>
        Calls.Throws(KaptureErrorId.UnexpectedResponse, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Get, 200, body), KaptureTimeZone.India));

    [Fact]
    public void Quirk_13_unknown_fields_are_kept_at_every_level()
    {
        var customer = Customer("""
            {"id":5,"shoeSize":42,"ratio":0.5,"tags":["a",1,null,true],"deep":{"er":{"still":"here"}},"status":"Dormant",
             "contacts":[{"id":6,"nickName":"Ash","status":"left"}]}
            """);

        Assert.Equal(42L, customer.AdditionalProperties["shoeSize"]);
        Assert.Equal(0.5m, customer.AdditionalProperties["ratio"]);
        Assert.Equal(new object?[] { "a", 1L, null, true }, customer.AdditionalProperties["tags"]);
        var deep = Assert.IsType<IReadOnlyDictionary<string, object?>>(customer.AdditionalProperties["deep"], exactMatch: false);
        Assert.Equal("here", Assert.IsType<IReadOnlyDictionary<string, object?>>(deep["er"], exactMatch: false)["still"]);
        Assert.Equal("Dormant", customer.AdditionalProperties["status"]);
        Assert.Equal("Ash", customer.Contacts[0].AdditionalProperties["nickName"]);
        Assert.Equal("left", customer.Contacts[0].AdditionalProperties["status"]);
    }

    [Theory]
    [InlineData("zone", "\"north\"", "north")]
    [InlineData("zone", "1.5", 1.5)]
    [InlineData("deleted", "\"perhaps\"", "perhaps")]
    [InlineData("deleted", "7", 7L)]
    [InlineData("name", "[1]", null)]
    [InlineData("contacts", "\"none\"", "none")]
    [InlineData("contacts", "[5]", null)]
    [InlineData("generationDate", "\"yesterday\"", "yesterday")]
    [InlineData("generationDate", "true", true)]
    [InlineData("maxCreditAmt", "1e400", null)]
    public void Quirk_13_a_documented_field_that_cannot_be_read_is_kept_and_told(string field, string json, object? kept)
    {
        var answer = Calls.Read($$"""{"message":{"id":5,"{{field}}":{{json}},"city":"Pune"},"status":"success"}""");

        var customer = Assert.Single(answer.Customers);
        Assert.Equal("Pune", customer.City);
        Assert.Contains(field, customer.AdditionalProperties.Keys);
        if (kept is not null)
            Assert.Equal(kept is double number ? (decimal)number : kept, customer.AdditionalProperties[field]);
        Assert.Equal([field], answer.Customers[0].UnreadableFields);
    }

    [Theory]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("\uFEFF\r\n <!DOCTYPE html><html/>")]
    public void Quirk_14_a_web_page_is_an_error_that_says_so(string body)
    {
        var error = Calls.Throws(KaptureErrorId.UnexpectedResponse, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Get, 200, body), KaptureTimeZone.India));

        Assert.Contains("HTML", error.Message, StringComparison.Ordinal);
        Assert.Contains("200", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"success\"")]
    [InlineData("""{"status":"success"}{"status":"failed"}""")]
    [InlineData("""{"status":"success"} trailing""")]
    [InlineData("""{"status":"success","message":[{"id":5""")]
    [InlineData("""{"status":"success","message":[5]}""")]
    public void What_is_no_answer_is_none(string body) => Assert.ThrowsAny<JsonException>(() => Calls.Read(body));

    [Fact]
    public void A_body_that_ends_anywhere_is_no_answer()
    {
        var whole = Encoding.UTF8.GetBytes(Calls.Found);

        for (var length = 0; length < whole.Length; length++)
            Assert.ThrowsAny<JsonException>(() => ServiceAnswer.Read(whole.AsSpan(0, length), KaptureTimeZone.India));
    }

    private static Customer Customer(string record) => Assert.Single(Calls.Read($$"""{"message":{{record}},"status":"success"}""").Customers);
}
