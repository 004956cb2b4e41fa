namespace Kapture.Tests.Dialects;

/// <summary>What a contact needs to be added to a customer, in either generation.</summary>
public sealed class AddContactTests
{
    public static TheoryData<string> Dialects => ["V1", "Legacy"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_phone_or_an_email(string dialect)
    {
        Missing(dialect, new ContactFields { Name = "Ravi" });
        Missing(dialect, new ContactFields { Name = "Ravi", Phone = " ", Email = "" });
        Missing(dialect, new ContactFields { Name = "Ravi", AdditionalPhone = "9380491326" });

        Assert.Equal(KaptureOperation.AddContact, Of(dialect).AddContact(5, new ContactFields { Phone = "9380491326" }).Operation);
        Assert.Equal(KaptureOperation.AddContact, Of(dialect).AddContact(5, new ContactFields { Email = "ravi@example.com" }).Operation);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void What_cannot_be_sent_is_refused(string dialect)
    {
        foreach (var contact in new ContactFields[]
        {
            new() { Phone = "9.38E+09" }, new() { Phone = "1", AdditionalPhone = "9.38E+09" }, new() { Phone = "1", Name = "#REF!" }, new() { Email = "a\uD800" },
        })
            Calls.Throws(KaptureErrorId.InvalidValue, () => Of(dialect).AddContact(5, contact));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void No_id_for_it_would_change_that_contact(string dialect)
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => Of(dialect).AddContact(5, new ContactFields { Id = 7, Phone = "9380491326" }));

        Assert.Contains("7", error.Message, StringComparison.Ordinal);
        Assert.Contains("Set-KaptureCustomer -ContactId", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("42")]
    [InlineData(" 42 ")]
    [InlineData("150")]
    [InlineData("")]
    public void An_age_in_whole_years(string age) =>
        Assert.Equal(KaptureOperation.AddContact, Dialect.Legacy.AddContact(5, new ContactFields { Phone = "1", Age = age }).Operation);

    [Theory]
    [InlineData("-1")]
    [InlineData("42.5")]
    [InlineData("42,5")]
    [InlineData("151")]
    [InlineData("4e1")]
    [InlineData("forty")]
    [InlineData("99999999999")]
    [InlineData("٤٢")]
    public void Anything_else_is_no_age(string age)
    {
        foreach (var culture in new[] { "en-US", "de-DE", "ar-SA" })
        {
            Culture.Run(culture, () =>
            {
                var error = Calls.Throws(KaptureErrorId.InvalidValue, () => Dialect.Legacy.AddContact(5, new ContactFields { Phone = "1", Age = age }));
                Assert.Contains($"'{age}'", error.Message, StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [InlineData(Calls.ContactAdded, WriteAction.ContactAdded)]
    [InlineData("""{"status":"success","customer":{"customer_id":5,"action_event":"UPDATE_CUSTOMER"},"message":"Customer Updated successfully !Contact Updated successfully !"}""", WriteAction.Updated)]
    [InlineData(Calls.Added, WriteAction.Added)]
    public void In_V1_it_is_added_unless_the_answer_says_otherwise(string answer, WriteAction expected) =>
        Assert.Equal(expected, Dialect.V1.ReadWrite(KaptureOperation.AddContact, Calls.Read(answer)).Action);

    private static Dialect Of(string name) => name == "V1" ? Dialect.V1 : Dialect.Legacy;

    private static void Missing(string dialect, ContactFields contact) =>
        Assert.Contains("a contact needs one of them", Calls.Throws(KaptureErrorId.MissingField, () => Of(dialect).AddContact(5, contact)).Message, StringComparison.Ordinal);
}
