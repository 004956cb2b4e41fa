using System.Collections.Specialized;
using System.Text;
using System.Text.Json;

namespace Kapture.Tests.Dialects;

/// <summary>What an add and an update say, letter for letter.</summary>
public sealed class V1WriteBodyTests
{
    private const string AddUpdatePath = "/ms/customer/customer/api/v1/add-update";

    private static readonly V1Dialect _v1 = new();

    [Fact]
    public void An_add_goes_to_the_path_of_V1_and_says_only_what_was_set()
    {
        var request = _v1.Add(new CustomerFields { Name = "Asha", Phone = "09380491326" });

        Assert.Equal(KaptureOperation.Add, request.Operation);
        Assert.Equal(AddUpdatePath, request.Path);
        Assert.Equal("""{"customer_info":{"customer_name":"Asha","phone":"09380491326"}}""", Text(request));
    }

    [Fact]
    public void An_update_says_the_id_as_text_and_only_what_was_set()
    {
        var request = _v1.Update(191690263, new CustomerFields { City = "Pune" });

        Assert.Equal(KaptureOperation.Update, request.Operation);
        Assert.Equal(AddUpdatePath, request.Path);
        Assert.Equal("""{"customer_info":{"customer_id":"191690263","city":"Pune"}}""", Text(request));
    }

    [Fact]
    public void Every_text_field_goes_out_under_its_documented_name_in_the_documented_order()
    {
        var fields = new CustomerFields
        {
            Name = "1", Phone = "2", Email = "3", Locality = "4", City = "5", State = "6", Country = "7", Address = "8", Type = "9",
            Classification = "10", PostalCode = "11", CustomerCode = "12", AssignedToName = "13", AssignedToCode = "14", AssignedToEmail = "15",
            Zone = "16", CustomerRemarks = "17", Remarks = "18", PrimarySource = "19", SecondarySource = "20", TertiarySource = "21",
        };

        Assert.Equal("""
            {"customer_info":{"customer_name":"1","phone":"2","email_id":"3","locality":"4","city":"5","state":"6","country":"7",
            "address":"8","type":"9","classification":"10","pincode":"11","customer_code":"12","customer_assign_emp_name":"13",
            "customer_assign_emp_code":"14","customer_assign_emp_email":"15","zone":"16","customer_remarks":"17","remarks":"18",
            "primary_source":"19","secondary_source":"20","tertiary_source":"21"}}
            """.ReplaceLineEndings(string.Empty), Text(_v1.Add(fields)));
    }

    [Fact]
    public void An_explicit_blank_goes_out()
    {
        var fields = new CustomerFields { City = "" };
        fields.Clear("remarks");

        Assert.Equal("""{"customer_info":{"customer_id":"5","city":"","remarks":""}}""", Text(_v1.Update(5, fields)));
    }

    [Fact]
    public void Clearing_an_unknown_field_names_those_there_are()
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => new CustomerFields().Clear("Ctiy"));

        Assert.Contains("'Ctiy'", error.Message, StringComparison.Ordinal);
        Assert.Contains("City", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CustomerType.Individual, "\"individual\":true,\"organization\":false,\"channel_partner\":false")]
    [InlineData(CustomerType.Organization, "\"individual\":false,\"organization\":true,\"channel_partner\":false")]
    [InlineData(CustomerType.ChannelPartner, "\"individual\":false,\"organization\":false,\"channel_partner\":true")]
    public void A_customer_type_is_three_flags(CustomerType type, string flags) =>
        Assert.Equal($$$"""{"customer_info":{"customer_id":"5",{{{flags}}}}}""", Text(_v1.Update(5, new CustomerFields { CustomerType = type })));

    [Fact]
    public void A_contact_says_only_what_was_set_and_its_flags_only_where_asked()
    {
        var fields = Calls.Person();
        fields.Contacts.Add(new ContactFields { FirstName = "Ravi", Email = "ravi@example.com" });
        fields.Contacts.Add(new ContactFields { Id = 42, Gender = "", Update = true, MatchEmailPhone = false });

        Assert.Equal("""
            {"customer_info":{"customer_name":"Asha","phone":"9380491326"},
            "contact_info":[{"first_name":"Ravi","contact_person_email":"ravi@example.com"},
            {"contact_id":"42","gender":"","update":true,"matchEmailPhone":false}]}
            """.ReplaceLineEndings(string.Empty), Text(_v1.Add(fields)));
    }

    [Fact]
    public void Every_contact_field_goes_out_under_its_documented_name()
    {
        var fields = new CustomerFields();
        fields.Contacts.Add(new ContactFields
        {
            Title = "1", FirstName = "2", LastName = "3", Name = "4", CountryCode = "5", Phone = "6", Email = "7", AdditionalPhone = "8",
            DateOfBirth = "9", Gender = "10",
        });

        Assert.Equal("""
            {"customer_info":{"customer_id":"5"},"contact_info":[{"title":"1","first_name":"2","last_name":"3","contact_person_name":"4",
            "country_code":"5","contact_person_phone":"6","contact_person_email":"7","additional_contact_phone":"8","dob":"9","gender":"10"}]}
            """.ReplaceLineEndings(string.Empty), Text(_v1.Update(5, fields)));
    }

    [Fact]
    public void The_rows_own_phone_and_email_stand_in_for_a_contact_that_has_neither()
    {
        var fields = new CustomerFields { Name = "Asha", Phone = "9380491326", Email = "asha@example.com" };
        fields.Contacts.Add(new ContactFields { FirstName = "Ravi" });

        var contact = ContactsOf(_v1.Add(fields))[0];

        Assert.Equal("9380491326", contact.GetProperty("contact_person_phone").GetString());
        Assert.Equal("asha@example.com", contact.GetProperty("contact_person_email").GetString());
    }

    [Fact]
    public void Nothing_stands_in_for_a_contact_that_has_one_of_the_two()
    {
        var fields = new CustomerFields { Name = "Asha", Phone = "9380491326", Email = "asha@example.com" };
        fields.Contacts.Add(new ContactFields { Email = "ravi@example.com" });

        Assert.Equal("""{"contact_person_email":"ravi@example.com"}""", ContactsOf(_v1.Add(fields))[0].GetRawText());
    }

    [Fact]
    public void Nothing_stands_in_for_a_contact_that_is_changed_by_its_id()
    {
        var fields = Calls.Person();
        fields.Contacts.Add(new ContactFields { Id = 42, FirstName = "Ravi" });

        Assert.Equal("""{"contact_id":"42","first_name":"Ravi"}""", ContactsOf(_v1.Update(5, fields))[0].GetRawText());
    }

    [Fact]
    public void A_contact_without_phone_email_or_id_is_MissingField_where_the_row_has_none_either()
    {
        var fields = new CustomerFields { City = "Pune" };
        fields.Contacts.Add(new ContactFields { Email = "ravi@example.com" });
        fields.Contacts.Add(new ContactFields { FirstName = "Meera" });

        var error = Calls.Throws(KaptureErrorId.MissingField, () => _v1.Update(5, fields));

        Assert.Contains("Contact 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_enquiry_goes_out_under_its_documented_names()
    {
        var fields = Calls.Person();
        fields.Enquiry = EnquiryFields.From(new Dictionary<string, object?>
        {
            ["enquiry_id"] = 7, ["AssignedToName"] = "1", ["AssignedToCode"] = "2", ["AssignedToEmail"] = "3", ["RoundRobinKey"] = "4",
            ["NextFollowUpDate"] = new DateTime(2024, 5, 2), ["Action"] = "5", ["SubStatus"] = "6", ["Remarks"] = null, ["Update"] = false,
            ["AdditionalField"] = new Dictionary<string, object?> { ["tier"] = "gold" },
            ["associate_fields"] = new Dictionary<string, object?> { ["shop"] = 3 },
        });

        Assert.EndsWith("""
            "enquiry_info":{"enquiry_id":"7","assign_emp_name":"1","assign_emp_code":"2","assign_emp_email":"3","round_robin_key":"4",
            "next_follow_up_date":"2024-05-02","action":"5","subStatus":"6","additional_fields":{"tier":"gold"},
            "associate_fields":{"shop":3},"update":false}}
            """.ReplaceLineEndings(string.Empty), Text(_v1.Add(fields)), StringComparison.Ordinal);
    }

    [Fact]
    public void Custom_fields_keep_their_types()
    {
        var fields = new CustomerFields();
        fields.AdditionalFields["text"] = "007";
        fields.AdditionalFields["whole"] = 9380491326L;
        fields.AdditionalFields["unsigned"] = ulong.MaxValue;
        fields.AdditionalFields["amount"] = 12.50m;
        fields.AdditionalFields["ratio"] = 0.1;
        fields.AdditionalFields["no number"] = double.NaN;
        fields.AdditionalFields["flag"] = true;
        fields.AdditionalFields["nothing"] = null;
        fields.AdditionalFields["list"] = new object?[] { 1, "two", null };
        fields.AdditionalFields["nested"] = new OrderedDictionary { ["a"] = new OrderedDictionary { ["b"] = false } };
        fields.AssociateFields["Field 1"] = "";

        Assert.Equal("""
            {"customer_info":{"customer_id":"5","additional_fields":{"text":"007","whole":9380491326,"unsigned":18446744073709551615,
            "amount":12.50,"ratio":0.1,"no number":"NaN","flag":true,"nothing":null,"list":[1,"two",null],"nested":{"a":{"b":false}}},
            "associate_fields":{"Field 1":""}}}
            """.ReplaceLineEndings(string.Empty), Text(_v1.Update(5, fields)));
    }

#if NET
    [Fact]
    public void A_date_without_a_time_in_a_custom_field_is_ISO_under_every_culture() => Culture.Run("th-TH", () =>
    {
        var fields = new CustomerFields();
        fields.AdditionalFields["only"] = new DateOnly(2024, 5, 2);

        Assert.Equal("""{"customer_info":{"customer_id":"5","additional_fields":{"only":"2024-05-02"}}}""", Text(_v1.Update(5, fields)));
    });
#endif

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("hi-IN")]
    public void Dates_and_numbers_in_custom_fields_are_ISO_under_every_culture(string culture) => Culture.Run(culture, () =>
    {
        var fields = new CustomerFields();
        fields.AdditionalFields["day"] = new DateTime(2024, 5, 2);
        fields.AdditionalFields["time"] = new DateTime(2024, 5, 2, 16, 15, 42);
        fields.AdditionalFields["instant"] = new DateTimeOffset(2024, 5, 2, 16, 15, 42, new TimeSpan(5, 30, 0));
        fields.AdditionalFields["number"] = 1.5;

        Assert.Equal(
            """{"customer_info":{"customer_id":"5","additional_fields":{"day":"2024-05-02","time":"2024-05-02 16:15:42","instant":"2024-05-02T16:15:42+05:30","number":1.5}}}""",
            Text(_v1.Update(5, fields)));
    });

    [Theory]
    [InlineData("आशा पाटील")]
    [InlineData("செல்வி")]
    [InlineData("Łukasz Żółć <&'\"\\/>")]
    [InlineData("line one\r\nline two\ttab\u0001")]
    [InlineData("🎉 party 👩‍👩‍👧‍👦")]
    [InlineData("\u00A0narrow\u202Fno\u200Dbreak\uFEFF\u2028")]
    public void Text_arrives_as_it_was_given(string text)
    {
        var body = _v1.Add(new CustomerFields { Name = text, Phone = "9380491326" }).Body;

        using var document = JsonDocument.Parse(body);
        Assert.Equal(text, document.RootElement.GetProperty("customer_info").GetProperty("customer_name").GetString());
    }

    [Fact]
    public void Letters_of_other_scripts_and_markup_are_not_escaped()
    {
        const string Name = "आशा O'Neil & Żółć <b>+91";

        var body = _v1.Add(new CustomerFields { Name = Name, Phone = "9380491326" }).Body;

        Assert.True(body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name)) > 0, "The name's own bytes are in the body.");
    }

    [Fact]
    public void A_body_is_right_after_one_that_failed_on_the_way()
    {
        var broken = Calls.Person();
        broken.AdditionalFields["bad"] = new Throwing();
        Assert.Throws<NotSupportedException>(() => _v1.Add(broken));

        Assert.Equal("""{"customer_info":{"customer_name":"Asha","phone":"9380491326"}}""", Text(_v1.Add(Calls.Person())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void An_add_without_a_name_is_MissingField(string? name) =>
        Calls.Throws(KaptureErrorId.MissingField, () => _v1.Add(new CustomerFields { Name = name, Phone = "9380491326" }));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", " ")]
    public void An_add_without_phone_and_email_is_MissingField(string? phone, string? email) =>
        Calls.Throws(KaptureErrorId.MissingField, () => _v1.Add(new CustomerFields { Name = "Asha", Phone = phone, Email = email }));

    [Fact]
    public void An_email_alone_is_enough_for_an_add() =>
        Assert.Equal("""{"customer_info":{"customer_name":"Asha","email_id":"asha@example.com"}}""", Text(_v1.Add(new CustomerFields { Name = "Asha", Email = "asha@example.com" })));

    [Theory]
    [InlineData("DateOfBirth")]
    [InlineData("AnniversaryDate")]
    public void Fields_of_Legacy_alone_are_NotInDialect_even_when_blank(string name)
    {
        var fields = Calls.Person();
        fields.Clear(name);

        var add = Calls.Throws(KaptureErrorId.NotInDialect, () => _v1.Add(fields));
        Calls.Throws(KaptureErrorId.NotInDialect, () => _v1.Update(5, fields));
        Assert.Contains(name, add.Message, StringComparison.Ordinal);
        Assert.Contains("Legacy", add.Message, StringComparison.Ordinal);
        Assert.Contains("-AdditionalField", add.Message, StringComparison.Ordinal);
    }

    private static string Text(DialectRequest request) => Encoding.UTF8.GetString(request.Body);

    private static JsonElement ContactsOf(DialectRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("contact_info");

    private sealed class Throwing : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => throw new NotSupportedException();
    }
}
