using System.Globalization;
using Kapture;

namespace KapturePS.Tests;

/// <summary>Dates of cells: the same on every machine, on every day and under every culture, or none.</summary>
public sealed class DateTextTests
{
    private const int Seed = 20240502;

    [Theory]
    [InlineData("5/6")]
    [InlineData("6 May")]
    [InlineData("6 May 12:30")]
    [InlineData("May 5 12:30")]
    [InlineData("12:30 May 5")]
    [InlineData("5/6 12:30")]
    [InlineData("May 5")]
    [InlineData("May")]
    [InlineData("12:30")]
    [InlineData("Monday")]
    [InlineData("5.6")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("#N/A")]
    [InlineData("1e400")]
    public void What_leaves_its_year_to_be_guessed_is_no_date(string text)
    {
        Assert.False(DateText.TryRead(text, out var date), $"{text} was read as {date:O}.");
        Assert.False(DateText.TryReadDay(text, out _));
    }

    [Theory]
    [InlineData("2024-05-02", "2024-05-02")]
    [InlineData(" 2024-05-02 23:59:59 ", "2024-05-02")]
    [InlineData("2024-05-02T23:00:00-14:00", "2024-05-02")]
    [InlineData("May 2, 2024", "2024-05-02")]
    [InlineData("2 May 2024", "2024-05-02")]
    [InlineData("5/2/2024", "2024-05-02")]
    [InlineData("Thu, 02 May 2024 23:30:00 GMT", "2024-05-02")]
    [InlineData("2024-05-02 00:30 +05:30", "2024-05-02")]
    [InlineData("2 May 24", "2024-05-02")]
    [InlineData("2-May-24", "2024-05-02")]
    [InlineData("May 2, 24", "2024-05-02")]
    [InlineData("5/2/24 16:15", "2024-05-02")]
    public void A_day_is_the_one_that_is_written_on_every_machine(string text, string day)
    {
        Assert.True(DateText.TryReadDay(text, out var read));
        Assert.Equal(day, read.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Thu, 02 May 2024 23:30:00 GMT", "2024-05-02T23:30:00")]
    [InlineData("2024-05-02 00:30 +05:30", "2024-05-01T19:00:00")]
    public void A_time_with_an_offset_is_that_instant(string text, string utc)
    {
        Assert.True(DateText.TryRead(text, out var date));
        Assert.Equal((DateTimeKind.Utc, utc), (date.Kind, date.ToString("s", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Whatever_a_cell_holds_is_read_or_not()
    {
        const string Letters = "0123456789-/:., TZ+MayJun\u202F\u0660\u0967\0\uFEFF\uD800é年'PpMm";
        string[] seeds = ["2024-05-02", "2024-05-02 16:15:42", "May 2, 2024 4:15:42 PM", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "31/12/9999", ""];
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var text = seeds[random.Next(seeds.Length)];
            for (var steps = random.Next(6); steps > 0; steps--)
            {
                var at = random.Next(text.Length + 1);
                text = random.Next(3) == 0 ? text.Remove(Math.Min(at, Math.Max(0, text.Length - 1)), Math.Min(1, text.Length)) : text.Insert(at, Letters[random.Next(Letters.Length)].ToString());
            }

            // Whoever reads a date has its year in the text, in full or its last digits; and none is of the machine's zone.
            var isRead = DateText.TryRead(text, out var date);
            Assert.NotEqual(DateTimeKind.Local, date.Kind);
            if (isRead && date.Kind == DateTimeKind.Unspecified)
                Assert.True(text.Contains((date.Year % 100).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) || text.Any(c => c > 0x7F), $"'{text}' (case {i} of seed {Seed}) was read as {date:O}.");
            try
            {
                CellReader.ReadDay(text, "DateOfBirth");
                CellReader.ReadId(text, "Id");
            }
            catch (KaptureException e)
            {
                Assert.Equal(KaptureErrorId.InvalidValue, e.ErrorId);
            }
        }
    }
}
