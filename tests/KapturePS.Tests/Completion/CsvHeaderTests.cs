namespace KapturePS.Tests.Completion;

public class CsvHeaderTests
{
    public static TheoryData<string, string[]> Headers => new()
    {
        { "Name,Tier\nAsha,Gold", ["Name", "Tier"] },
        { "Name,Tier", ["Name", "Tier"] },
        { "Name,Tier\r\nAsha,Gold\r\n", ["Name", "Tier"] },
        { "Name,Tier\rAsha,Gold\r", ["Name", "Tier"] },
        { " Name ,\tTier  \n", ["Name ", "Tier "] },
        { "First name,\"Last name\"  ,a b  ,c \"d\" \n", ["First name", "Last name", "a b  ", "c \"d\" "] },
        { "\"Name\", \"My, tier\" ,\"the \"\"best\"\"\"\n", ["Name", "My, tier", "the \"best\""] },
        { "\"Two\nlines\",Tier\nAsha,Gold", ["Two\nlines", "Tier"] },
        { "5\" pipe ,Tier\n", ["5\" pipe ", "Tier"] },
        { "#TYPE System.Management.Automation.PSCustomObject\r\n\"Name\",\"Tier\"\r\n", ["Name", "Tier"] },
        { "#Software: a server\n#Fields: date,time\n2026-11-22,10:00", ["date", "time"] },
        { "Name,,Tier,,\n", ["Name", "Tier"] },
        { "नाम,Straße\n", ["नाम", "Straße"] },
        { "\"never closed, and so on\n", ["never closed, and so on\n"] },
        { "", [] },
        { "#only\n#comments", [] },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Reads_the_names_as_ImportCsv_would(string text, string[] expected) =>
        Assert.Equal(expected, CsvHeader.Read(new StringReader(text), ','));

    [Theory]
    [InlineData(';', "Name;Tier,x\n", "Tier,x")]
    [InlineData('\t', "Name\tTier\n", "Tier")]
    [InlineData('|', "Name| Tier|Region\n", "Tier")]
    public void Knows_other_delimiters(char delimiter, string text, string second) =>
        Assert.Equal(second, CsvHeader.Read(new StringReader(text), delimiter)[1]);

    [Fact]
    public void Reads_no_more_than_a_header_can_be_long()
    {
        using var endless = new EndlessReader();

        Assert.Empty(CsvHeader.Read(endless, ','));
        Assert.InRange(endless.Given, 1, 64 * 1024);
    }

    private sealed class EndlessReader : TextReader
    {
        public long Given { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            Array.Fill(buffer, 'a', index, count);
            Given += count;
            return count;
        }

        public override int ReadBlock(char[] buffer, int index, int count) => Read(buffer, index, count);
    }
}
