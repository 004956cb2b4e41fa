namespace Kapture.Tests.Customers;

public sealed class CustomerKeyTests
{
    [Fact]
    public void An_id_fits_the_customer_that_has_it()
    {
        Assert.True(CustomerKey.ById(5).Fits(new Customer { Id = 5 }));
        Assert.False(CustomerKey.ById(5).Fits(new Customer { Id = 55 }));
    }

    [Theory]
    [InlineData("asha@example.com", true)]
    [InlineData("Asha@Example.COM", true)]
    [InlineData("asha@example.org", false)]
    [InlineData(null, false)]
    public void An_email_fits_whatever_its_case(string? stored, bool fits) =>
        Assert.Equal(fits, CustomerKey.ByEmail("asha@example.com").Fits(With(new Contact { Email = stored })));

    [Theory]
    [InlineData("9380491326", true)]
    [InlineData("+91 93804-91326", true)]
    [InlineData("09380491326", true)]
    [InlineData("00919380491326", true)]
    [InlineData("9380491327", false)]
    [InlineData("91326", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_phone_fits_with_or_without_prefix(string? stored, bool fits)
    {
        Assert.Equal(fits, CustomerKey.ByPhone("9380491326").Fits(With(new Contact { Phone = stored })));
        Assert.Equal(fits, CustomerKey.ByPhone("9380491326").Fits(With(new Contact { AdditionalPhone = stored })));
        Assert.Equal(fits, CustomerKey.ByPhone("+919380491326").Fits(With(new Contact { Phone = stored })));
    }

    [Fact]
    public void A_short_number_fits_only_itself()
    {
        Assert.True(CustomerKey.ByPhone("100").Fits(With(new Contact { Phone = "1-00" })));
        Assert.False(CustomerKey.ByPhone("100").Fits(With(new Contact { Phone = "9380491100" })));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("ext.")]
    [InlineData("=cmd|'")]
    public void A_phone_without_digits_fits_itself(string phone)
    {
        Assert.True(CustomerKey.ByPhone(phone).Fits(With(new Contact { Phone = phone })));
        Assert.False(CustomerKey.ByPhone(phone).Fits(With(new Contact { Phone = "other" })));
    }

    [Fact]
    public void Any_of_the_contacts_may_have_the_key() =>
        Assert.True(CustomerKey.ByEmail("b@example.com").Fits(With(new Contact { Email = "a@example.com" }, new Contact { Email = "b@example.com" })));

    [Fact]
    public void What_the_service_masks_cannot_be_compared_and_fits()
    {
        Assert.True(CustomerKey.ByPhone("9380491326").Fits(With(new Contact { Phone = "93******26", IsMobileMasked = true })));
        Assert.True(CustomerKey.ByEmail("a@example.com").Fits(With(new Contact { Email = "a***", IsEmailMasked = true })));
        Assert.False(CustomerKey.ByEmail("a@example.com").Fits(With(new Contact { Email = "a***", IsMobileMasked = true })));
    }

    [Fact]
    public void A_customer_without_contacts_fits_no_phone_and_no_email()
    {
        Assert.False(CustomerKey.ByPhone("9380491326").Fits(new Customer()));
        Assert.False(CustomerKey.ByEmail("a@example.com").Fits(new Customer()));
    }

    [Fact]
    public void Keys_are_equal_by_kind_and_value_whatever_the_case()
    {
        Assert.Equal(CustomerKey.ByEmail("a@example.com"), CustomerKey.ByEmail("A@EXAMPLE.com"));
        Assert.Equal(CustomerKey.ByEmail("a@example.com").GetHashCode(), CustomerKey.ByEmail("A@EXAMPLE.com").GetHashCode());
        Assert.True(CustomerKey.ById(5) != CustomerKey.ByPhone("5"));
        Assert.Equal("Email a@example.com", CustomerKey.ByEmail("a@example.com").ToString());
    }

    private static Customer With(params Contact[] contacts) => new() { Contacts = contacts };
}
