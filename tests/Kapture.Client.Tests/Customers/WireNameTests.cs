namespace Kapture.Tests.Customers;

public class WireNameTests
{
    [Theory]
    [InlineData("Name", "customer_name", "name")]
    [InlineData("postalcode", "pincode", null)]
    [InlineData("DateOfBirth", null, "date_of_birth")]
    [InlineData("Nonsense", null, null)]
    public void A_field_goes_by_its_dialects_name(string field, string? v1, string? legacy)
    {
        Assert.Equal(v1, CustomerFields.WireNameOf(field, Dialect.V1));
        Assert.Equal(legacy, CustomerFields.WireNameOf(field, Dialect.Legacy));
    }
}
