namespace Kapture.Tests.Bulk;

/// <summary>Which row waits for which.</summary>
public sealed class RowTurnsTests
{
    private readonly RowTurns _turns = new(new BulkOptions { IfExists = IfExists.Update });

    [Theory]
    [InlineData("9380491326", "+91 93804 91326")]
    [InlineData("09380491326", "9380491326")]
    [InlineData("0091-9380491326", "(+91) 9380491326")]
    [InlineData("104", "104")]
    public void Spellings_of_one_phone_share_a_turn(string one, string other) =>
        Assert.True(Waits(EmulatedBulk.Add(1, phone: one), EmulatedBulk.Add(2, phone: other)));

    [Theory]
    [InlineData("9380491326", null, "9380491327", null)]
    [InlineData("104", null, "105", null)]
    [InlineData("9380491326", null, null, "asha@example.com")]
    [InlineData(null, "asha@example.com", null, "bharat@example.com")]
    public void Rows_that_share_nothing_do_not_wait(string? phone, string? email, string? otherPhone, string? otherEmail) =>
        Assert.False(Waits(EmulatedBulk.Add(1, phone: phone, email: email), EmulatedBulk.Add(2, phone: otherPhone, email: otherEmail)));

    [Theory]
    [InlineData("asha@example.com", "ASHA@example.com")]
    [InlineData("asha@example.com", " asha@example.com ")]
    public void Spellings_of_one_email_share_a_turn(string one, string other) =>
        Assert.True(Waits(EmulatedBulk.Add(1, phone: null, email: one), EmulatedBulk.Add(2, phone: null, email: other)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task A_row_waits_for_every_row_that_it_shares_something_with(int goesFirst, int goesLast)
    {
        BulkRow[] before = [EmulatedBulk.Add(1), EmulatedBulk.Add(2, phone: null, email: "asha@example.com")];
        var both = EmulatedBulk.Add(3, email: "asha@example.com");
        _turns.Enter(before[0]);
        _turns.Enter(before[1]);
        _turns.Enter(both);

        _turns.Leave(before[goesFirst]);
        Assert.False(both.Turn!.IsCompleted);
        _turns.Leave(before[goesLast]);
        await both.Turn.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Who_comes_when_the_row_before_has_gone_waits_for_nobody()
    {
        var first = EmulatedBulk.Add(1);
        _turns.Enter(first);
        _turns.Leave(first);

        Assert.False(Waits(first, EmulatedBulk.Add(2), isThere: true));
    }

    [Fact]
    public async Task A_row_that_has_gone_leaves_the_turn_of_the_one_after_it()
    {
        var (first, second, third) = (EmulatedBulk.Add(1), EmulatedBulk.Add(2), EmulatedBulk.Add(3));
        _turns.Enter(first);
        _turns.Enter(second);
        _turns.Leave(first);
        _turns.Enter(third);

        await second.Turn!.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(third.Turn!.IsCompleted);
    }

    [Fact]
    public void Changes_of_one_customer_share_a_turn_and_those_of_others_do_not()
    {
        Assert.True(Waits(Change(1, 5), Change(2, 5)));
        Assert.False(Waits(Change(3, 6), Change(4, 7)));
    }

    [Fact]
    public void Only_what_rows_are_matched_by_is_shared()
    {
        var turns = new RowTurns(new BulkOptions { IfExists = IfExists.Update, MatchBy = [MatchBy.Email] });
        var (first, second) = (EmulatedBulk.Add(1, email: "asha@example.com"), EmulatedBulk.Add(2, email: "bharat@example.com"));
        turns.Enter(first);
        turns.Enter(second);

        Assert.Null(second.Turn);
    }

    [Fact]
    public void Rows_that_are_sent_without_looking_do_not_wait()
    {
        var turns = new RowTurns(new BulkOptions());
        var (first, second) = (EmulatedBulk.Add(1), EmulatedBulk.Add(2));
        turns.Enter(first);
        turns.Enter(second);

        Assert.Null(second.Turn);
    }

    private bool Waits(BulkRow first, BulkRow second, bool isThere = false)
    {
        if (!isThere)
            _turns.Enter(first);
        _turns.Enter(second);
        return second.Turn is { IsCompleted: false };
    }

    private static BulkRow Change(int row, long id) => BulkRow.Update(row, id, new CustomerFields { City = "Pune" });
}
