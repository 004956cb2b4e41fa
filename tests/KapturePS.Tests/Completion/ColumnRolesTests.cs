namespace KapturePS.Tests.Completion;

public class ColumnRolesTests
{
    private static readonly ColumnRoles _roles = new([["Name", "customer_name"], ["Phone", "Mobile", "Telephone"], ["City"]]);

    [Fact]
    public void Columns_that_fill_no_parameter_come_first_each_in_the_order_of_the_file() =>
        Assert.Equal(
            [("Tier", null), ("Region", null), ("customer_name", "Name"), ("Phone", "Phone")],
            _roles.Of(["customer_name", "Tier", "Phone", "Region"]));

    [Theory]
    [InlineData("Mobile", "Phone")]
    [InlineData("telephone", "mobile")]
    public void Of_two_columns_for_one_parameter_the_likelier_fills_it_and_the_other_nothing(string loser, string winner) =>
        Assert.Equal([(loser, null), (winner, "Phone")], _roles.Of([loser, winner]));

    [Fact]
    public void A_column_that_is_there_twice_is_one() =>
        Assert.Equal([("Tier", null)], _roles.Of(["Tier", "tier"]));
}
