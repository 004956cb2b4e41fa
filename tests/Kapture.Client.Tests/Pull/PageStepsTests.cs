namespace Kapture.Tests.Pull;

/// <summary>Which page comes next, and how many side by side.</summary>
public sealed class PageStepsTests
{
    [Fact]
    public void Full_pages_are_asked_for_more_and_more_at_once_and_the_end_one_by_one()
    {
        var steps = new PageSteps(100, widest: 8);

        Take(steps, width: 1, offset: 0, 100);
        Take(steps, width: 2, offset: 100, 100, 100);
        Take(steps, width: 4, offset: 300, 100, 100, 100, 100);
        Take(steps, width: 8, offset: 700, 100, 50, 0, 0, 0, 0, 0, 0);
        Take(steps, width: 1, offset: 850, 0);

        Assert.True(steps.IsEnd);
    }

    [Fact]
    public void A_capped_page_has_to_show_its_size_twice()
    {
        var steps = new PageSteps(100, widest: 8);

        Take(steps, width: 1, offset: 0, 7);
        Take(steps, width: 1, offset: 7, 7);
        Take(steps, width: 2, offset: 14, 7, 7);
        Assert.Equal(28 + (3 * 7), steps.OffsetOf(3));
    }

    [Fact]
    public void Pages_that_differ_are_asked_for_one_by_one_and_leave_no_gap()
    {
        var steps = new PageSteps(100, widest: 8);

        Take(steps, width: 1, offset: 0, 100);
        Take(steps, width: 2, offset: 100, 30, 100);
        Take(steps, width: 1, offset: 130, 40);
        Take(steps, width: 1, offset: 170, 50);
        Take(steps, width: 1, offset: 220, 20);
        Take(steps, width: 1, offset: 240, 60);
        Assert.Equal(300, steps.Offset);
    }

    [Fact]
    public void Where_pages_move_only_the_first_of_them_counts()
    {
        var steps = new PageSteps(100, widest: 8);
        Take(steps, width: 1, offset: 0, 100);

        Assert.Equal(2, steps.Width);
        steps.Take([100, 100], haveMoved: true);

        Assert.Equal(200, steps.Offset);
        Assert.Equal(1, steps.Width);
        steps.Take([100], haveMoved: true);
        Assert.Equal(1, steps.Width);
    }

    [Fact]
    public void An_empty_page_behind_a_short_one_is_not_the_end()
    {
        var steps = new PageSteps(100, widest: 8);
        Take(steps, width: 1, offset: 0, 100);

        Take(steps, width: 2, offset: 100, 40, 0);

        Assert.False(steps.IsEnd);
        Take(steps, width: 1, offset: 140, 10);
        Assert.False(steps.IsEnd);
    }

    [Fact]
    public void Nobody_asks_for_more_at_once_than_allowed()
    {
        var steps = new PageSteps(1, widest: 3);

        for (var i = 0; i < 10; i++)
        {
            Assert.InRange(steps.Width, 1, 3);
            steps.Take([.. Enumerable.Repeat(1, steps.Width)], haveMoved: false);
        }

        Assert.Equal(3, steps.Width);
    }

    [Fact]
    public void A_day_like_the_one_before_is_asked_for_at_once()
    {
        var monday = new PageSteps(100, widest: 8);
        Take(monday, width: 1, offset: 0, 100);
        Take(monday, width: 2, offset: 100, 100, 100);
        Take(monday, width: 4, offset: 300, 100, 50, 0, 0);
        Take(monday, width: 1, offset: 450, 0);
        Assert.Equal(new PageHabit(100, 5), monday.Habit);

        var tuesday = new PageSteps(100, widest: 8, monday.Habit);
        Assert.Equal(400, tuesday.OffsetOf(4));
        Take(tuesday, width: 5, offset: 0, 100, 100, 100, 100, 50);
        Take(tuesday, width: 1, offset: 450, 0);
        Assert.True(tuesday.IsEnd);
        Assert.Equal(monday.Habit, tuesday.Habit);
    }

    [Fact]
    public void No_page_behind_the_likely_end_is_asked_for_in_vain()
    {
        var even = new PageSteps(100, widest: 8, new PageHabit(100, 3));
        Take(even, width: 3, offset: 0, 100);
        Take(even, width: 2, offset: 100, 100, 100);
        Take(even, width: 1, offset: 300, 0);
        Assert.True(even.IsEnd);

        var longer = new PageSteps(100, widest: 8, new PageHabit(100, 3));
        Take(longer, width: 3, offset: 0, 100, 100, 100);
        Take(longer, width: 1, offset: 300, 100);
        Take(longer, width: 2, offset: 400, 100, 100);
        Take(longer, width: 4, offset: 600, 100, 100, 100, 100);
    }

    [Fact]
    public void A_day_unlike_the_one_before_leaves_no_gap()
    {
        var steps = new PageSteps(100, widest: 8, new PageHabit(100, 3));

        Take(steps, width: 3, offset: 0, 30, 20, 0);
        Take(steps, width: 1, offset: 30, 30);
        Take(steps, width: 1, offset: 60, 30);
        Take(steps, width: 1, offset: 90, 10);
        Take(steps, width: 1, offset: 100, 0);

        Assert.True(steps.IsEnd);
        Assert.Equal(new PageHabit(30, 4), steps.Habit);
    }

    [Fact]
    public void Days_of_a_page_that_is_not_full_show_nothing()
    {
        var steps = new PageSteps(100, widest: 8);

        Take(steps, width: 1, offset: 0, 10);
        Take(steps, width: 1, offset: 10, 0);

        Assert.Null(steps.Habit);
    }

    private static void Take(PageSteps steps, int width, int offset, params int[] counts)
    {
        Assert.Equal((width, offset), (steps.Width, steps.Offset));
        Assert.False(steps.IsEnd);
        steps.Take(counts, haveMoved: false);
    }
}
