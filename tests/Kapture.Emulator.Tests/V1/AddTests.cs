using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

public sealed class AddTests
{
    private const string Required = """{"message":"Name, Email Id, and Phone Number required","status":"failed"}""";

    private readonly Service _service = new();

    [Theory]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":"1"}}""")]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":91}}""")]
    [InlineData("""{"customer_info":{"customer_name":"A","email_id":"a@example.com","customer_id":" "}}""")]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":"1"},"contact_info":[{"title":"","update":false}]}""")]
    public void A_name_and_a_phone_or_an_email_is_enough(string body) =>
        Assert.Equal("ADD_CUSTOMER", _service.Write(body).GetProperty("customer").GetProperty("action_event").GetString());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"customer_info":{}}""")]
    [InlineData("""{"customer_info":[]}""")]
    [InlineData("""{"customer_info":{"customer_name":"A"}}""")]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":" ","email_id":""}}""")]
    [InlineData("""{"customer_info":{"customer_name":" ","phone":"1"}}""")]
    [InlineData("""{"customer_info":{"customer_name":null,"phone":"1"}}""")]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":"1"},"contact_info":[{"first_name":"B"}]}""")]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":"1"},"contact_info":[{"contact_person_phone":"2"},{"gender":"Male"}]}""")]
    public void Without_them_nothing_is_added(string body)
    {
        Assert.Equal(Required, _service.Text(Service.AddUpdatePath, body));
        Assert.Equal(0, _service.Emulator.GetStatistics().Customers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":"1"}};""")]
    [InlineData("""{"customer_info":{"customer_name":"\ud83d","phone":"1"}}""")]
    [InlineData("""{"customer_info":{"customer_name":"A","phone":"1","additional_fields":{"x":["\ude00"]}}}""")]
    public void What_is_no_json_is_refused(string body)
    {
        Assert.Equal("""{"message":"Invalid Json.","status":"failed"}""", _service.Text(Service.AddUpdatePath, body));
        Assert.Equal(0, _service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        var body = System.Text.Encoding.Latin1.GetBytes("""{"customer_info":{"customer_name":"Zoë","phone":"1"}}""");

        var answer = _service.Emulator.Handle(Service.AddUpdatePath, Service.Key, body);

        Assert.Equal("""{"message":"Invalid Json.","status":"failed"}"""u8.ToArray(), answer.Body.ToArray());
    }

    [Fact]
    public void Every_field_that_the_record_can_show_is_shown()
    {
        var record = _service.Record(_service.Add(
            """
            {"customer_name":"N","phone":"1","city":"C","state":"S","country":"L","address":"A","type":"T","classification":"K",
             "pincode":"560001","customer_code":"X1","zone":"4","customer_assign_emp_code":"77","remarks":"R","customer_remarks":"CR",
             "organization":"true","channel_partner":true}
            """));

        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["name"] = "N",
            ["city"] = "C",
            ["state"] = "S",
            ["country"] = "L",
            ["address"] = "A",
            ["customerType"] = "T",
            ["classification"] = "K",
            ["pinCode"] = "560001",
            ["customerCode"] = "X1",
            ["zone"] = "4",
            ["assignedToId"] = "77",
            ["remarks"] = "R",
            ["crossRemarks"] = "CR",
            ["isOrganization"] = "True",
            ["isChannelPartner"] = "True",
            ["totalNoOfEnquiries"] = "0",
        })
        {
            Assert.Equal(value, record.GetProperty(key).ToString());
        }
    }

    [Fact]
    public void The_contact_that_agrees_with_the_customer_becomes_its_primary_contact()
    {
        var id = Added("""{"contact_person_name":"B","contact_person_email":"B@example.com","gender":"Female","country_code":"+91","additional_contact_phone":"3"}""");

        var contact = Assert.Single(_service.Record(id).GetProperty("contacts").EnumerateArray());
        Assert.Equal("1", contact.GetProperty("phone").GetString());
        Assert.Equal("B@example.com", contact.GetProperty("email").GetString());
        Assert.Equal("B", contact.GetProperty("contactPerson").GetString());
        Assert.Equal("Female", contact.GetProperty("gender").GetString());
        Assert.Equal("+91", contact.GetProperty("phoneCountryCode").GetString());
        Assert.Equal("3", contact.GetProperty("additionalPhone").GetString());
    }

    [Fact]
    public void A_contact_that_contradicts_the_customer_comes_second()
    {
        var id = Added("""{"first_name":"B","last_name":"","contact_person_phone":"2"}""");

        var contacts = _service.Record(id).GetProperty("contacts");
        Assert.Equal(["1", "2"], contacts.EnumerateArray().Select(static c => c.GetProperty("phone").GetString()));
        Assert.Equal(["A", "B"], contacts.EnumerateArray().Select(static c => c.GetProperty("contactPerson").GetString()));
        Assert.Equal([true, false], contacts.EnumerateArray().Select(static c => c.GetProperty("isPrimaryContact").GetBoolean()));
    }

    [Fact]
    public void The_answer_names_the_contact_that_was_sent()
    {
        var answer = _service.Write("""{"customer_info":{"customer_name":"A","phone":"1"},"contact_info":[{"contact_person_phone":"2"}]}""").GetProperty("customer");

        var contacts = _service.Record(answer.GetProperty("customer_id").GetInt64()).GetProperty("contacts");
        Assert.Equal(contacts[1].GetProperty("id").GetInt64(), answer.GetProperty("contact_id").GetInt64());
    }

    [Fact]
    public void A_contact_id_that_cannot_exist_yet_is_not_found()
    {
        var answer = _service.Write("""{"customer_info":{"customer_name":"A","phone":"1"},"contact_info":[{"contact_id":"5","contact_person_phone":"2"}]}""");

        Assert.Equal("failed", answer.GetProperty("status").GetString());
        Assert.Equal(0, _service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void Custom_fields_come_back_after_the_documented_ones_and_only_if_there_are_any()
    {
        var without = _service.Record(_service.Add("""{"customer_name":"A","phone":"1","additional_fields":{},"associate_fields":{}}"""));
        var with = _service.Record(_service.Add(
            """{"customer_name":"A","phone":"1","additional_fields":{"tier":"gold","n":1.50,"blank":" "},"associate_fields":{"nested":{"a":[1,null,"ü😀"]}}}"""));

        Assert.Equal("isApi", without.EnumerateObject().Last().Name);
        Assert.Equal("""{"tier":"gold","n":1.50}""", with.GetProperty("additional_fields").GetRawText());
        Assert.Equal("""{"nested":{"a":[1,null,"ü😀"]}}""", with.GetProperty("associate_fields").GetRawText());
        Assert.Equal(["isApi", "additional_fields", "associate_fields"], with.EnumerateObject().Select(static p => p.Name).TakeLast(3));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("Ünïcödé & <tags> 'quotes' \" and \\ back/slash")]
    [InlineData("  kept   spaces ")]
    [InlineData("línea\r\n\ttab\u0001\u007f\b\f")]
    [InlineData("आशा கவிதா অনন্যা عائشہ 陳 \u202f\u2028\u2029\ufeff")]
    [InlineData("😀 👩‍👩‍👧 𠮷 \U0001F1EE\U0001F1F3 \U000E0001 \U0010FFFD")]
    [InlineData("e\u0301 is not \u00e9")]
    public void Text_comes_back_as_it_was_sent(string text)
    {
        var id = _service.Add($$"""{"customer_name":{{System.Text.Json.JsonSerializer.Serialize(text)}},"phone":"1"}""");

        Assert.Equal(text, _service.Record(id).GetProperty("name").GetString());
    }

    [Fact]
    public void Text_is_not_escaped_more_than_json_demands()
    {
        var id = _service.Add("""{"customer_name":"<a> & 'é' \ud83d\ude00 \u0041","phone":"1"}""");

        Assert.Contains("\"name\":\"<a> & 'é' 😀 A\"", _service.Text(Service.GetPath, $$"""[{"kapture_customer_id":{{id}}}]"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_phone_and_email_make_a_second_customer_by_default()
    {
        var first = _service.Add("""{"customer_name":"A","phone":"1","email_id":"a@example.com"}""");
        var second = _service.Add("""{"customer_name":"A","phone":"1","email_id":"A@EXAMPLE.com"}""");

        Assert.NotEqual(first, second);
        Assert.Equal(1, _service.Emulator.GetStatistics().Duplicates);
    }

    [Theory]
    [InlineData("""{"customer_name":"B","phone":"1"}""")]
    [InlineData("""{"customer_name":"B","phone":"2","email_id":"A@example.com"}""")]
    public void A_known_phone_or_email_changes_that_customer_where_the_account_matches(string customerInfo)
    {
        var service = new Service(new EmulatorOptions { MatchExisting = true });
        var first = service.Add("""{"customer_name":"A","phone":"1","email_id":"a@example.com","city":"Pune"}""");

        var answer = service.Write($$"""{"customer_info":{{customerInfo}}}""");

        Assert.Equal("UPDATE_CUSTOMER", answer.GetProperty("customer").GetProperty("action_event").GetString());
        Assert.Equal("Customer Updated successfully !", answer.GetProperty("message").GetString());
        Assert.Equal(first, answer.GetProperty("customer").GetProperty("customer_id").GetInt64());
        Assert.Equal("B", service.Record(first).GetProperty("name").GetString());
        Assert.Equal("Pune", service.Record(first).GetProperty("city").GetString());
        Assert.Equal(1, service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void Matching_knows_contacts_again_and_adds_strangers()
    {
        var service = new Service(new EmulatorOptions { MatchExisting = true, Seed = 10 });

        var seeded = service.Write("""{"customer_info":{"customer_name":"B","phone":"7000000003"},"contact_info":[{"contact_person_phone":"7000000003","gender":"X"}]}""");
        var stranger = service.Write("""{"customer_info":{"customer_name":"C","phone":"5"}}""");

        Assert.Equal("Customer Updated successfully !Contact Updated successfully !", seeded.GetProperty("message").GetString());
        Assert.Equal("ADD_CUSTOMER", stranger.GetProperty("customer").GetProperty("action_event").GetString());
        Assert.Equal(11, service.Emulator.GetStatistics().Customers);
    }

    private long Added(string contact) => _service
        .Write($$"""{"customer_info":{"customer_name":"A","phone":"1"},"contact_info":[{{contact}}]}""")
        .GetProperty("customer").GetProperty("customer_id").GetInt64();
}
