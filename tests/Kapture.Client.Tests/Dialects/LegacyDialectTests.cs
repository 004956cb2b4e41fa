using System.Text;

namespace Kapture.Tests.Dialects;

/// <summary>What Legacy says, letter for letter, and what the answer to a write is taken for.</summary>
public sealed class LegacyDialectTests
{
    private static readonly LegacyDialect _legacy = new();

    [Fact]
    public void Every_field_goes_out_under_its_published_name_in_the_published_order()
    {
        var fields = new CustomerFields
        {
            AnniversaryDate = "13", DateOfBirth = "12", Address = "11", Zone = "10", Classification = "9", Type = "8", State = "7", CustomerCode = "6",
            Country = "5", City = "4", Email = "3", Phone = "2", Name = "1",
        };
        const string Members = """
            "name":"1","phone":"2","email":"3","city":"4","country":"5","customer_code":"6","state":"7","type":"8","classification":"9","zone":"10",
            "address":"11","date_of_birth":"12","anniversary_date":"13"}
            """;

        Assert.Equal("{" + Members.ReplaceLineEndings(string.Empty), Text(_legacy.Add(fields)));
        Assert.Equal("{\"customer_id\":\"5\"," + Members.ReplaceLineEndings(string.Empty), Text(_legacy.Update(5, fields)));
    }

    [Fact]
    public void Every_field_of_a_contact_goes_out_under_its_name_in_the_order_of_the_table()
    {
        var contact = new ContactFields
        {
            MaritalStatus = "9", Age = "8", Gender = "7", Designation = "6", AdditionalPhone = "5", AdditionalEmail = "4", Email = "3", Phone = "2", Name = "1",
        };

        Assert.Equal("""
            {"customer_id":"5","name":"1","phone":"2","email":"3","additional_email":"4","additional_phone":"5","designation":"6","gender":"7","age":"8","marital_status":"9"}
            """, Text(_legacy.AddContact(5, contact)));
    }

    [Fact]
    public void Only_what_was_set_goes_out_and_an_explicit_blank_does()
    {
        Assert.Equal("""{"name":"Asha","phone":"09380491326"}""", Text(_legacy.Add(Calls.Person(phone: "09380491326"))));
        Assert.Equal("""{"customer_id":"5","city":""}""", Text(_legacy.Update(5, new CustomerFields { City = "" })));
        Assert.Equal("""{"customer_id":"5","phone":"+91 93804","gender":""}""", Text(_legacy.AddContact(5, new ContactFields { Phone = "+91 93804", Gender = "" })));
    }

    [Fact]
    public void A_custom_field_stands_under_its_own_label()
    {
        var fields = new CustomerFields { City = "Pune" };
        fields.AdditionalFields.Add("Field 1", "");
        fields.AdditionalFields.Add(" स्तर ", "gold");
        fields.AdditionalFields.Add("pincode", 411001);
        fields.AdditionalFields.Add("VIP", true);
        fields.AdditionalFields.Add("customer-code", null);

        Assert.Equal("""{"customer_id":"5","city":"Pune","Field 1":""," स्तर ":"gold","pincode":411001,"VIP":true,"customer-code":null}""", Text(_legacy.Update(5, fields)));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("Name")]
    [InlineData("customer_code ")]
    [InlineData(" Customer_Code\t")]
    [InlineData("CUSTOMER_ID")]
    [InlineData("customer_id ")]
    [InlineData("date_of_birth")]
    [InlineData("anniversary_date")]
    public void A_label_that_is_the_services_own_field_is_refused(string label)
    {
        var fields = Calls.Person();
        fields.AdditionalFields.Add(label, "x");

        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => _legacy.Add(fields));

        Assert.Contains($"'{label.Replace('\t', ' ')}'", error.Message, StringComparison.Ordinal);
        Calls.Throws(KaptureErrorId.InvalidValue, () => _legacy.Update(5, fields));
    }

    [Theory]
    [InlineData("Tier", "TIER")]
    [InlineData("Tier", "tier ")]
    public void A_label_that_stands_there_twice_is_refused(string one, string other)
    {
        var fields = Calls.Person();
        fields.AdditionalFields.Add(one, "gold");
        fields.AdditionalFields.Add(other, "silver");

        Assert.Contains("twice", Calls.Throws(KaptureErrorId.InvalidValue, () => _legacy.Add(fields)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_blank_or_broken_is_refused()
    {
        foreach (var label in new[] { "", " ", "a\uD800" })
        {
            var fields = Calls.Person();
            fields.AdditionalFields.Add(label, "x");
            Calls.Throws(KaptureErrorId.InvalidValue, () => _legacy.Add(fields));
        }
    }

    [Fact]
    public void An_add_needs_what_it_needs_in_V1()
    {
        Calls.Throws(KaptureErrorId.MissingField, () => _legacy.Add(new CustomerFields { Phone = "9380491326" }));
        Calls.Throws(KaptureErrorId.MissingField, () => _legacy.Add(new CustomerFields { Name = "Asha", Email = " " }));
        Calls.Throws(KaptureErrorId.InvalidValue, () => _legacy.Add(Calls.Person(phone: "9.38E+09")));
        Calls.Throws(KaptureErrorId.InvalidValue, () => _legacy.Update(5, new CustomerFields { AnniversaryDate = "#N/A" }));
        Assert.Equal("""{"name":"Asha","email":"asha@example.com"}""", Text(_legacy.Add(new CustomerFields { Name = "Asha", Email = "asha@example.com" })));
    }

    [Fact]
    public void A_look_up_is_a_bare_object_with_the_id_as_text()
    {
        var request = _legacy.Get(CustomerKey.ById(272930));

        Assert.Equal((KaptureOperation.Get, "/search-customer-by-customer-id.html"), (request.Operation, request.Path));
        Assert.Equal("""{"customer_id":"272930"}""", Text(request));
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void A_pull_counts_in_the_Gregorian_calendar_under_every_culture(string culture) => Culture.Run(culture, () =>
    {
#if NET
        // Mono's cultures know the Gregorian calendar alone.
        Assert.NotEqual("2024-02-29", new DateTime(2024, 2, 29).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.CurrentCulture));
#endif

        var wordings = _legacy.Pull(new CustomerPage(null, new DateTime(2024, 2, 29, 23, 59, 0), new CustomerFilter()));

        Assert.Equal(
            ["""{"start_date":"2024-02-29","end_date":"2024-03-01"}""", """{"start_date":"2024-02-29 00:00:00","end_date":"2024-03-01 00:00:00"}"""],
            wordings.Select(Text));
        Assert.Equal("""{"customer_id":"1234567"}""", Text(_legacy.Get(CustomerKey.ById(1234567))));
        Assert.Equal("""{"customer_id":"1234567","phone":"1","age":"42"}""", Text(_legacy.AddContact(1234567, new ContactFields { Phone = "1", Age = "42" })));
    });

    [Theory]
    [InlineData(KaptureOperation.Add, "Customer Added Successfully", WriteAction.Added)]
    [InlineData(KaptureOperation.Add, "customer updated successfully", WriteAction.Updated)]
    [InlineData(KaptureOperation.Add, "Done", WriteAction.Added)]
    [InlineData(KaptureOperation.Update, "Customer Updated Successfully", WriteAction.Updated)]
    [InlineData(KaptureOperation.Update, "Customer Added Successfully", WriteAction.Added)]
    [InlineData(KaptureOperation.Update, "", WriteAction.Updated)]
    [InlineData(KaptureOperation.AddContact, "Customer Added Successfully", WriteAction.ContactAdded)]
    public void What_was_done_is_what_the_answer_says(KaptureOperation asked, string message, WriteAction expected) =>
        Assert.Equal(expected, _legacy.ReadWrite(asked, Calls.Read($$"""{"Message":"{{message}}","Status":"Success"}""")).Action);

    [Theory]
    [InlineData("\"48338968\"")]
    [InlineData("48338968")]
    [InlineData("\" 48338968 \"")]
    public void The_id_is_read_where_the_tenant_tells_it(string id) =>
        Assert.Equal(48338968, _legacy.ReadWrite(KaptureOperation.Add, Calls.Read($$"""{"Message":"Customer Added Successfully","Kapture Customer Id ":{{id}},"Status":"Success"};""")).CustomerId);

    [Theory]
    [InlineData("0")]
    [InlineData("\"0\"")]
    [InlineData("-5")]
    [InlineData("\"\"")]
    [InlineData("\"abc\"")]
    public void What_is_no_id_is_none(string id)
    {
        Assert.Null(_legacy.ReadWrite(KaptureOperation.Add, Calls.Read($$"""{"Message":"Customer Added Successfully","Status":"Success","Kapture Customer Id":{{id}}};""")).CustomerId);
        var v1 = Dialect.V1.ReadWrite(KaptureOperation.Update, Calls.Read($$"""{"status":"success","customer":{"result":true,"customer_id":{{id}},"contact_id":{{id}},"action_event":"UPDATE_CUSTOMER"} }"""));
        Assert.Equal((null, null, WriteAction.Updated), (v1.CustomerId, v1.ContactId, v1.Action));
    }

    private static string Text(DialectRequest request) => Encoding.UTF8.GetString(request.Body);
}
