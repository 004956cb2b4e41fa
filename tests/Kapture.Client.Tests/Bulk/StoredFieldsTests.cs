namespace Kapture.Tests.Bulk;

/// <summary>What of a row can be compared with what is there.</summary>
public sealed class StoredFieldsTests
{
    public static TheoryData<string> ToldFields => [.. "Name Phone Email City State Country Address PostalCode CustomerCode Type Classification".Split(' ')];

    [Theory]
    [MemberData(nameof(ToldFields))]
    public void What_is_so_already_is_left_out_and_what_differs_stays(string name)
    {
        var (same, other) = (With(name, Value(name)), With(name, "something else"));

        same.RemoveWhatIsAlready(Stored());
        other.RemoveWhatIsAlready(Stored());

        Assert.True(same.IsEmpty);
        Assert.Equal("something else", Field(name).Get(other));
    }

    [Theory]
    [MemberData(nameof(ToldFields))]
    public void Each_field_that_is_told_speaks_for_or_against(string name)
    {
        Assert.True(StoredFields.Fits(With(name, Value(name)), Stored()));
        Assert.True(StoredFields.Fits(With(name, $" {Value(name)} "), Stored()));
        Assert.False(StoredFields.Fits(With(name, "something else"), Stored()));
        Assert.True(StoredFields.TellsAll(With(name, "anything")));
    }

    [Fact]
    public void A_field_that_is_not_told_speaks_neither_way()
    {
        var fields = new CustomerFields { Locality = "Aundh" };
        fields.RemoveWhatIsAlready(Stored());

        Assert.Equal("Aundh", fields.Locality);
        Assert.True(StoredFields.Fits(fields, Stored()));
        Assert.False(StoredFields.TellsAll(fields));
    }

    [Fact]
    public void A_blank_is_so_already_where_there_is_nothing()
    {
        var fields = new CustomerFields { City = string.Empty };
        var stored = Stored();
        Assert.False(StoredFields.Fits(fields, stored));

        stored.City = null;
        Assert.True(StoredFields.Fits(fields, stored));
        fields.RemoveWhatIsAlready(stored);
        Assert.True(fields.IsEmpty);
    }

    [Fact]
    public void A_blank_is_not_so_already_where_the_answer_says_nothing()
    {
        var stored = Calls.Read("""{"message":[{"id":5,"name":"Asha","city":" ","status":"success"}]}""").Customers[0];
        var fields = new CustomerFields { City = string.Empty, CustomerCode = string.Empty, Phone = string.Empty };

        Assert.False(StoredFields.TellsAll(fields, stored));
        Assert.True(StoredFields.TellsAll(new CustomerFields { City = "Pune" }, stored));
        fields.RemoveWhatIsAlready(stored);

        Assert.Equal((null, string.Empty, string.Empty), (fields.City, fields.CustomerCode, fields.Phone));
    }

    [Theory]
    [InlineData(CustomerType.Individual, true)]
    [InlineData(CustomerType.Organization, false)]
    public void The_kind_of_customer_counts(CustomerType type, bool fits)
    {
        var fields = new CustomerFields { CustomerType = type };
        Assert.Equal(fits, StoredFields.Fits(fields, Stored()));

        fields.RemoveWhatIsAlready(Stored());
        Assert.Equal(fits, fields.IsEmpty);
    }

    [Theory]
    [InlineData("+91 93804 91326", null, true)]
    [InlineData("9380491327", null, true)]
    [InlineData("9380491328", null, true)]
    [InlineData("9380491399", null, false)]
    [InlineData("", null, false)]
    [InlineData(null, "ASHA@example.com", true)]
    [InlineData(null, "bharat@example.com", true)]
    [InlineData(null, "other@example.com", false)]
    public void Phone_and_email_may_be_those_of_any_contact_in_any_spelling(string? phone, string? email, bool fits) =>
        Assert.Equal(fits, StoredFields.Fits(new CustomerFields { Phone = phone, Email = email }, Stored()));

    [Fact]
    public void What_is_masked_fits_nothing()
    {
        var stored = Stored();
        stored.Contacts = [new Contact { Phone = "93******26", IsMobileMasked = true, Email = "a***@example.com", IsEmailMasked = true, IsPrimary = true }];

        Assert.False(StoredFields.Fits(new CustomerFields { Phone = "9380491326" }, stored));
        Assert.False(StoredFields.Fits(new CustomerFields { Email = "asha@example.com" }, stored));
    }

    [Fact]
    public void Contacts_enquiries_and_custom_fields_are_not_told()
    {
        var contact = new CustomerFields();
        contact.Contacts.Add(new ContactFields { Phone = "9380491327" });
        var additional = new CustomerFields();
        additional.AdditionalFields["Tier"] = "Gold";
        var associate = new CustomerFields();
        associate.AssociateFields["Region"] = "West";

        foreach (var fields in new[] { contact, additional, associate, new CustomerFields { Enquiry = new EnquiryFields() } })
            Assert.False(StoredFields.TellsAll(fields));
    }

    [Theory]
    [InlineData("9380491327", null, "Bharat", null, true)]
    [InlineData("+91 9380491327", null, null, 2L, false)]
    [InlineData(null, "BHARAT@example.com", null, 2L, false)]
    [InlineData("9380491327", null, "Bharat Rao", 2L, false)]
    [InlineData("9380491399", null, "Bharat", null, false)]
    public void A_contact_that_is_there_becomes_a_change_of_it(string? phone, string? email, string? name, long? expectedId, bool isLeftOut)
    {
        var fields = new CustomerFields();
        fields.Contacts.Add(new ContactFields { Phone = phone, Email = email, Name = name });

        StoredFields.MatchContacts(fields, Stored());

        Assert.Equal(isLeftOut, fields.Contacts.Count == 0);
        Assert.Equal(expectedId, fields.Contacts.FirstOrDefault()?.Id);
    }

    [Fact]
    public void A_contact_with_what_the_service_does_not_tell_is_changed()
    {
        var fields = new CustomerFields();
        fields.Contacts.Add(new ContactFields { Phone = "9380491327", Title = "Dr" });

        StoredFields.MatchContacts(fields, Stored());

        Assert.Equal(2, Assert.Single(fields.Contacts).Id);
    }

    [Fact]
    public void A_contact_that_names_its_id_keeps_it()
    {
        var fields = new CustomerFields();
        fields.Contacts.Add(new ContactFields { Id = 7, Phone = "9380491327" });

        StoredFields.MatchContacts(fields, Stored());

        Assert.Equal(7, Assert.Single(fields.Contacts).Id);
    }

    private static TextField<CustomerFields> Field(string name) => CustomerFields.TextFields.Single(field => field.Name == name);

    private static CustomerFields With(string name, string value)
    {
        var fields = new CustomerFields();
        Field(name).Set(fields, value);
        return fields;
    }

    private static string Value(string name) => name switch
    {
        "Phone" => "9380491326",
        "Email" => "asha@example.com",
        _ => $"the {name}",
    };

    private static Customer Stored() => new()
    {
        Id = 5,
        Name = Value("Name"),
        City = Value("City"),
        State = Value("State"),
        Country = Value("Country"),
        Address = Value("Address"),
        PostalCode = Value("PostalCode"),
        CustomerCode = Value("CustomerCode"),
        Type = Value("Type"),
        Classification = Value("Classification"),
        Contacts =
        [
            new Contact { Id = 1, Phone = Value("Phone"), Email = Value("Email"), AdditionalPhone = "9380491328", IsPrimary = true },
            new Contact { Id = 2, Name = "Bharat", Phone = "9380491327", Email = "bharat@example.com" },
        ],
    };
}
