namespace Kapture.Tests.Customers;

/// <summary>Contacts and enquiries given as names and values.</summary>
public sealed class LooseFieldsTests
{
    [Fact]
    public void A_contact_takes_its_own_names_and_those_of_the_wire_in_any_case()
    {
        var contact = ContactFields.From(new Dictionary<string, object?>
        {
            ["firstname"] = "Ravi", ["contact_person_phone"] = 9380491326L, ["ContactId"] = "42", ["dob"] = new DateTime(1980, 2, 1),
            ["MATCHEMAILPHONE"] = "True", ["Title"] = null,
        });

        Assert.Equal("Ravi", contact.FirstName);
        Assert.Equal("9380491326", contact.Phone);
        Assert.Equal(42, contact.Id);
        Assert.Equal("1980-02-01", contact.DateOfBirth);
        Assert.True(contact.MatchEmailPhone);
        Assert.Null(contact.Title);
        Assert.False(contact.IsEmpty);
    }

    [Fact]
    public void An_unknown_name_is_InvalidValue_and_names_those_there_are()
    {
        var contact = Calls.Throws(KaptureErrorId.InvalidValue, () => ContactFields.From(new Dictionary<string, object?> { ["Fone"] = "1" }));
        var enquiry = Calls.Throws(KaptureErrorId.InvalidValue, () => EnquiryFields.From(new Dictionary<string, object?> { ["Status"] = "1" }));

        Assert.Contains("Phone", contact.Message, StringComparison.Ordinal);
        Assert.Contains("SubStatus", enquiry.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("5.5")]
    [InlineData("99999999999999999999")]
    public void A_contact_id_that_is_none_is_InvalidValue(string id) =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => ContactFields.From(new Dictionary<string, object?> { ["Id"] = id }));

    [Fact]
    public void A_flag_that_is_none_is_InvalidValue() =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => ContactFields.From(new Dictionary<string, object?> { ["Update"] = "perhaps" }));

    [Fact]
    public void Custom_fields_of_an_enquiry_that_are_no_dictionary_are_InvalidValue() =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => EnquiryFields.From(new Dictionary<string, object?> { ["AdditionalField"] = "tier=gold" }));

    [Fact]
    public void Nothing_set_is_empty()
    {
        Assert.True(new ContactFields().IsEmpty);
        Assert.True(new ContactFields { Id = 5 }.IsEmpty);
        Assert.False(new ContactFields { Update = false }.IsEmpty);
        Assert.True(new CustomerFields().IsEmpty);
        Assert.False(new CustomerFields { City = "" }.IsEmpty);
        Assert.False(new CustomerFields { CustomerType = CustomerType.Individual }.IsEmpty);
        Assert.False(new CustomerFields { Enquiry = new EnquiryFields() }.IsEmpty);
    }
}
