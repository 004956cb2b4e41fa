using System.Text.RegularExpressions;

namespace KapturePS.Tests;

public class HouseRulesTests
{
    private static readonly string[] _binary = [".png", ".jpg", ".ico", ".gif", ".snk"];

    // Two blanks at the end of a line mean something in Markdown, and may in a table.
    private static readonly string[] _blanksCount = [".md", ".csv"];

    // Kept byte for byte as the vendor published them, or as those wrote them whose licences they are.
    private static readonly string[] _verbatim = ["tests/Kapture.Client.Tests/Json/Published/", "tests/Kapture.Emulator.Tests/Support/Published", "THIRD-PARTY-NOTICES.txt"];

    private static readonly (string Name, string Text)[] _texts =
        [.. Repository.Files().Where(name => !_binary.Contains(Path.GetExtension(name)) && !IsVerbatim(name)).Select(name => (name, Repository.Read(name)))];

    [Fact]
    public void A_line_ends_with_a_line_feed_and_nothing_before_it()
    {
        Assert.Empty(_texts.Where(file => file.Text.Contains('\r', StringComparison.Ordinal)).Select(file => file.Name));
        Assert.Empty(_texts.Where(file => !_blanksCount.Contains(Path.GetExtension(file.Name)))
            .SelectMany(file => file.Text.Split('\n').Index().Where(line => line.Item != line.Item.TrimEnd()).Select(line => $"{file.Name}:{line.Index + 1}")));
    }

    [Fact]
    public void A_file_ends_with_one_line_feed() =>
        Assert.Empty(_texts.Where(file => file.Text.Length > 0 && (!file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal))).Select(file => file.Name));

    [Fact]
    public void Nothing_waits_to_be_done()
    {
        // In two parts, or this line would be one.
        var mark = new Regex($@"\b({"TO" + "DO"}|{"FIX" + "ME"})\b");

        Assert.Empty(_texts.Where(file => mark.IsMatch(file.Text)).Select(file => file.Name));
    }

    [Fact]
    public void A_source_file_is_at_most_400_lines_and_that_of_a_cmdlet_150()
    {
        var sources = _texts.Where(file => file.Name.StartsWith("src/", StringComparison.Ordinal) && file.Name.EndsWith(".cs", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(sources);
        Assert.Empty(sources.Where(file => file.Text.Count(c => c == '\n') > (file.Name.Contains("/Commands/", StringComparison.Ordinal) ? 150 : 400)).Select(file => file.Name));
    }

    private static bool IsVerbatim(string name) => Array.Exists(_verbatim, start => name.StartsWith(start, StringComparison.Ordinal));
}
