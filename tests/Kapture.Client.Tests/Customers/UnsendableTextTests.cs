using System.Text;

namespace Kapture.Tests.Customers;

/// <summary>What a spreadsheet has mangled, and what is no text at all, never goes out.</summary>
public sealed class UnsendableTextTests
{
    private static readonly V1Dialect _v1 = new();

    [Theory]
    [InlineData("9.38E+09")]
    [InlineData("9,38E+09")]
    [InlineData(" 9.38e9 ")]
    [InlineData("1E-5")]
    [InlineData("#N/A")]
    public void As_a_phone(string phone)
    {
        Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Add(Calls.Person(phone: phone)));
        Calls.Throws(KaptureErrorId.InvalidValue, () => CustomerKey.ByPhone(phone));

        var contact = Calls.Person();
        contact.Contacts.Add(new ContactFields { Phone = phone });
        Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Add(contact));

        var additional = Calls.Person();
        additional.Contacts.Add(new ContactFields { Id = 1, AdditionalPhone = phone });
        Assert.Contains("ContactAdditionalPhone", Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Add(additional)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#N/A")]
    [InlineData("#n/a")]
    [InlineData("#REF!")]
    [InlineData("#VALUE!")]
    [InlineData("#DIV/0!")]
    [InlineData("#NAME?")]
    [InlineData("#NULL!")]
    [InlineData("#NUM! ")]
    public void As_any_text(string text)
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Update(5, new CustomerFields { City = text }));
        Assert.StartsWith("City ", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, error.Value);

        Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Update(5, new CustomerFields { Enquiry = new EnquiryFields { Remarks = text } }));
        Calls.Throws(KaptureErrorId.InvalidValue, () => CustomerKey.ByEmail(text));
    }

    // An attribute cannot hold half a surrogate pair: the compiler writes it as UTF-8.
    [Fact]
    public void As_half_a_surrogate_pair() => Assert.All(["half \uD83C", "\uDF89 half", "\uDF89\uD83C"], text =>
    {
        As_any_text(text);
        As_a_phone(text);
    });

    [Fact]
    public void Anywhere_in_a_custom_field()
    {
        Refused(fields => fields.AdditionalFields["tier"] = "#REF!");
        Refused(fields => fields.AdditionalFields["half \uD83C"] = "x");
        Refused(fields => fields.AdditionalFields[" "] = "x");
        Refused(fields => fields.AssociateFields["list"] = new[] { "fine", "half \uD83C" });
        Refused(fields => fields.AdditionalFields["nested"] = new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = "#N/A" } });
        Refused(fields => fields.AdditionalFields["nested"] = new Dictionary<string, object?> { ["half \uD83C"] = "x" });
        Refused(fields => fields.Enquiry = EnquiryFields.From(new Dictionary<string, object?> { ["AdditionalField"] = new Dictionary<string, object?> { ["a"] = "#N/A" } }));

        static void Refused(Action<CustomerFields> set)
        {
            var fields = Calls.Person();
            set(fields);
            Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Add(fields));
        }
    }

    [Fact]
    public void Whatever_type_a_custom_field_has()
    {
        foreach (var value in new object[] { '\uD83C', new StringBuilder("half \uD83C"), new StringBuilder("#N/A"), new object[] { '\uD83C' }, new Dictionary<object, object?> { ['\uD83C'] = 1 } })
        {
            var fields = Calls.Person();
            fields.AdditionalFields["Tier"] = value;
            Assert.StartsWith("AdditionalField Tier ", Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Add(fields)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void And_none_that_holds_itself_or_nests_without_end()
    {
        var itself = new Dictionary<string, object?>();
        itself["a"] = itself;
        var twice = new Dictionary<string, object?>();
        (twice["a"], twice["b"]) = (twice, twice);
        var list = new object?[1];
        list[0] = list;
        object deep = "x";
        for (var depth = 0; depth < 100; depth++)
            deep = new[] { deep };
        foreach (var value in new object[] { itself, twice, list, deep, Endless() })
        {
            var fields = Calls.Person();
            fields.AdditionalFields["Tier"] = value;
            Assert.StartsWith("AdditionalField Tier nests", Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Add(fields)).Message, StringComparison.Ordinal);
            var enquiry = new CustomerFields { Enquiry = new EnquiryFields() };
            enquiry.Enquiry.AssociateFields["Tier"] = value;
            Assert.StartsWith("Enquiry.AssociateField Tier nests", Calls.Throws(KaptureErrorId.InvalidValue, () => _v1.Update(5, enquiry)).Message, StringComparison.Ordinal);
        }

        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
                yield return i;
        }
    }

    [Fact]
    public void What_nests_as_deep_as_may_be_goes_out()
    {
        object deep = "x";
        for (var depth = 0; depth < KaptureRequest.MaximumDepth - 4; depth++)
            deep = new[] { deep };
        var fields = Calls.Person();
        fields.AdditionalFields["Tier"] = deep;
        using var body = System.Text.Json.JsonDocument.Parse(_v1.Add(fields).Body);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, body.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("+91 (0) 93804-91326")]
    [InlineData("0091 9380491326")]
    [InlineData("EXT 12")]
    [InlineData("9380E")]
    [InlineData("e5")]
    [InlineData("९३८०४९१३२६")]
    public void But_every_other_phone_does(string phone) => Assert.NotEmpty(_v1.Add(Calls.Person(phone: phone)).Body);

    [Theory]
    [InlineData("#")]
    [InlineData("#12, MG Road")]
    [InlineData("N/A")]
    [InlineData("9.38E+09")]
    [InlineData("🎉")]
    public void And_every_other_text_does(string text) => Assert.NotEmpty(_v1.Update(5, new CustomerFields { Address = text }).Body);
}
