using System.Text;
using System.Text.Json;

namespace Kapture.Tests.Bulk;

/// <summary>What is left of a journal when a process is killed or the power fails, and what no such thing leaves.</summary>
public sealed class JournalRepairTests
{
    private static readonly string[] _contents = ["a", "b", "c", "d"];

    [Theory]
    [InlineData("{")]
    [InlineData("{\"row\":3,\"key\":\"0123456789abcdef")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"row\":3,\0\0\0")]
    public void A_torn_end_is_cut_off_by_a_run_and_passed_over_by_a_reader(string tail)
    {
        using var whole = Written();
        using var torn = new MemoryJournalFile([.. whole.Content, .. Encoding.UTF8.GetBytes(tail)]);
        Assert.Equal(2, torn.Read().Count);

        var journal = torn.Open();
        Assert.Equal(whole.Text, torn.Text);

        Assert.Equal(JournalRowState.Done, journal.Enter(1, "a").State);
        journal.Send(3, "c");
        Assert.Equal([1, 2, 3], torn.Read().Select(entry => entry.Row));
    }

    [Fact]
    public void A_long_tail_of_zeros_is_cut_off()
    {
        using var whole = Written();
        using var torn = new MemoryJournalFile([.. whole.Content, .. new byte[300_000]]);
        Assert.Equal(2, torn.Read().Count);

        torn.Open();

        Assert.Equal(whole.Text, torn.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData("\0\0")]
    public void A_last_line_without_its_end_counts_and_gets_one(string tail)
    {
        using var whole = Written();
        using var open = new MemoryJournalFile([.. whole.Content.SkipLast(1), .. Encoding.UTF8.GetBytes(tail)]);
        Assert.Equal(JournalState.InDoubt, open.Read()[1].State);

        var journal = open.Open();

        Assert.Equal(whole.Lines, open.Lines.Select(line => line.TrimEnd('\r')));
        Assert.Equal(JournalRowState.InDoubt, journal.Enter(2, "b").State);
        journal.Send(3, "c");
        Assert.Equal([1, 2, 3], open.Read().Select(entry => entry.Row));
    }

    [Fact]
    public void A_failure_of_an_earlier_attempt_says_nothing_of_the_last()
    {
        var time = new ManualTime();
        using var file = new MemoryJournalFile();
        var journal = file.Open(time);
        journal.Failed(journal.Send(1, "a"), JournalRun.Refused);
        journal.Flush();
        var first = file.Content;
        time.Advance(TimeSpan.FromMinutes(1));
        using var again = new MemoryJournalFile(first);
        var next = again.Open(time);
        next.Begin(next.Enter(1, "a"));

        // As if a part of the file had been written behind it once more.
        var lines = Encoding.UTF8.GetString(first).Split('\n');
        using var doubled = new MemoryJournalFile([.. again.Content, .. Encoding.UTF8.GetBytes(lines[1] + "\n" + lines[2] + "\n")]);

        Assert.Equal(JournalState.InDoubt, Assert.Single(doubled.Read()).State);
        Assert.Equal(JournalRowState.InDoubt, doubled.Open().Enter(1, "a").State);
    }

    [Fact]
    public void A_file_whose_lines_end_otherwise_is_not_taken_for_a_torn_one()
    {
        // As one file of old Macintosh lines it would be one torn header, and be begun anew.
        using var whole = Written();
        using var broken = new MemoryJournalFile(Encoding.UTF8.GetBytes(whole.Text.Replace('\n', '\r')));
        var before = broken.Text;

        JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Open());
        JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Read());

        Assert.Equal(before, broken.Text);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{\"row\":1}{")]
    [InlineData("{\"row\":1}")]
    [InlineData("{\"row\":3,\"key\":\"0123456789abcdef0123456789abcdef-1\",\"began\":\"2024-05-07T06:30:00Z\",\"sum\":\"00000000\"}")]
    [InlineData("{\"row\":1,\u0001")]
    public void What_no_cut_leaves_at_the_end_is_named(string tail)
    {
        using var whole = Written();
        using var broken = new MemoryJournalFile([.. whole.Content, .. Encoding.UTF8.GetBytes(tail)]);

        Assert.StartsWith("Line 5 ", JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_that_has_become_another_is_noticed_wherever_it_stands()
    {
        using var whole = Written();
        var header = JournalRun.HeaderLine.Length + 1;
        for (var at = header; at < whole.Content.Length; at++)
        {
            var content = whole.Content;
            content[at] = (byte)(content[at] == '7' ? '8' : '7');
            using var changed = new MemoryJournalFile(content);
            try
            {
                // In the name of the sum, or in the last end of a line, it changes nothing that is told.
                var journal = changed.Open();
                var done = journal.Enter(1, "a");
                Assert.Equal((JournalRowState.Done, 191L), (done.State, done.CustomerId));
                Assert.Equal(JournalRowState.InDoubt, journal.Enter(2, "b").State);
            }
            catch (KaptureException e)
            {
                Assert.Equal(KaptureErrorId.JournalCorrupt, e.ErrorId);
                Assert.Equal(content, changed.Content);
            }
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("1999-12-31T23:59:59Z")]
    public void A_time_at_which_no_journal_was_written_is_named(string time)
    {
        using var whole = Written();
        using var broken = new MemoryJournalFile(Encoding.UTF8.GetBytes(whole.Text + $$"""{"row":1,"key":"0123456789abcdef0123456789abcdef-1","began":"{{time}}"}""" + "\n"));

        Assert.StartsWith("Line 5 ", JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("Get")]
    [InlineData(" Add")]
    [InlineData("Add,Update")]
    public void A_header_of_what_no_run_does_is_none(string operation)
    {
        using var broken = new MemoryJournalFile(Encoding.UTF8.GetBytes(JournalRun.HeaderLine.Replace("\"Add\"", $"\"{operation}\"", StringComparison.Ordinal) + "\n"));

        JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Read());
    }

    [Fact]
    public void A_torn_header_is_begun_anew_wherever_it_is_torn()
    {
        var header = Encoding.UTF8.GetBytes(JournalRun.HeaderLine);
        for (var length = 0; length <= header.Length; length++)
        {
            using var torn = new MemoryJournalFile([.. header.Take(length), .. new byte[length % 3]]);
            Assert.Empty(torn.Read());

            using var journal = torn.Open();

            Assert.Equal(JournalRun.HeaderLine + "\n", torn.Text);
        }
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("{\"row\":1")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1\"}")]
    [InlineData("{\"row\":1,\"began\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"key\":\"0123456789abcdef0123456789abcdef-1\",\"began\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"row\":\"1\",\"key\":\"0123456789abcdef0123456789abcdef-1\",\"began\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdeg-1\",\"began\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-0\",\"began\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1x\",\"began\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef-1\",\"began\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1\",\"began\":\"yesterday\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1\",\"began\":7}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1\",\"done\":\"2024-05-07T06:30:00Z\",\"customerId\":\"x\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1\",\"done\":\"2024-05-07T06:30:00Z\",\"customerId\":1e99}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1\",\"began\":\"2024-05-07T06:30:00Z\",\"done\":\"2024-05-07T06:30:00Z\"}")]
    [InlineData("{\"row\":1,\"key\":\"0123456789abcdef0123456789abcdef-1\",\"began\":\"2024-05-07T06:30:00Z\"} {}")]
    [InlineData("\0\0\0\0")]
    public void A_line_that_cannot_be_read_is_named_and_nothing_is_changed(string line)
    {
        using var whole = Written();
        using var broken = new MemoryJournalFile(Encoding.UTF8.GetBytes(string.Join('\n', [.. whole.Lines.Take(2), line, .. whole.Lines.Skip(2), "{\"row\""])));
        var before = broken.Text;

        var failure = JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Open());

        Assert.StartsWith("Line 3 of the journal 'journal.jsonl'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("delete that line", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, broken.Text);
        Assert.Equal(failure.Message, JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Read()).Message);
    }

    [Fact]
    public void A_line_of_great_length_is_none_of_a_journal()
    {
        using var whole = Written();
        using var broken = new MemoryJournalFile(Encoding.UTF8.GetBytes(whole.Text + new string('x', 100_000) + "\n"));

        Assert.StartsWith("Line 5 ", JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => broken.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_later_version_adds_to_a_line_does_no_harm()
    {
        using var file = new MemoryJournalFile(Encoding.UTF8.GetBytes(
            JournalRun.HeaderLine + "\n" + """{"more":{"row":[1]},"row":1,"key":"0123456789abcdef0123456789abcdef-1","began":"2024-05-07T06:30:00Z","also":[{}]}""" + "\n"));

        Assert.Equal("0123456789abcdef0123456789abcdef-1", Assert.Single(file.Read()).Key);
    }

    [Fact]
    public void Lines_are_read_wherever_a_buffer_ends()
    {
        using var file = new MemoryJournalFile();
        using (var journal = file.Open())
        {
            for (var i = 1; i <= 3000; i++)
                journal.Apply(i, "row " + i, i);
        }

        var entries = file.Read();
        Assert.Equal(Enumerable.Range(1, 3000), entries.Select(entry => entry.Row));
        Assert.Equal(Enumerable.Range(1, 3000).Select(id => (long?)id), entries.Select(entry => entry.CustomerId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void However_often_and_wherever_it_is_cut_what_survives_is_believed_and_nothing_is_sent_twice(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 25; round++)
        {
            var left = Array.Empty<byte>();
            for (var run = 0; run < 8; run++)
            {
                using var file = new MemoryJournalFile(left);
                var before = StatesOf(left);
                Run(file.Open(), before, random);
                left = Cut(file.Content, random);
                Assert.Equal(StatesOf(left).Count, new MemoryJournalFile(left).Read().Count);
            }
        }
    }

    private static MemoryJournalFile Written()
    {
        var file = new MemoryJournalFile();
        var journal = file.Open();
        journal.Apply(1, "a", 191);
        journal.Send(2, "b");
        return file;
    }

    // A run that is never closed: what waits in it is lost, as with a process that is killed.
    private static void Run(Journal journal, Dictionary<string, string> before, Random random)
    {
        var seen = new Dictionary<string, List<JournalRow>>();
        var waiting = new List<JournalRow>();
        for (var i = 1; i <= random.Next(25); i++)
        {
            var content = _contents[random.Next(_contents.Length)];
            var row = journal.Enter(i, content);
            var key = row.Key.ToString(row.Occurrence);

            Assert.Equal(before.GetValueOrDefault(key, "failed") switch { "done" => JournalRowState.Done, "failed" => JournalRowState.New, _ => JournalRowState.InDoubt }, row.State);
            var alike = seen.TryGetValue(content, out var found) ? found : seen[content] = [];
            Assert.DoesNotContain(row.Occurrence, alike.Select(other => other.Occurrence));
            alike.Add(row);
            if (row.State != JournalRowState.Done)
                waiting.Add(row);
        }

        // Of each content as many are given as done as are, and before any other.
        foreach (var alike in seen.Values)
        {
            var digits = alike[0].Key.ToString(1)[..^1];
            var done = before.Count(pair => pair.Key.StartsWith(digits, StringComparison.Ordinal) && pair.Value == "done");
            Assert.Equal(Math.Min(done, alike.Count), alike.Take(done).Count(row => row.State == JournalRowState.Done));
        }

        foreach (var row in waiting.OrderBy(_ => random.Next()))
        {
            var deed = random.Next(5);
            if (deed > 0)
                journal.Begin(row);
            if (deed == 1)
                journal.Done(row, random.Next(1, 1000), null);
            else if (deed == 2)
                journal.Failed(row, JournalRun.Refused);
            else if (deed == 3)
                journal.InDoubt(row, JournalRun.Refused);
            if (random.Next(10) == 0)
                journal.Flush();
        }
    }

    private static byte[] Cut(byte[] content, Random random)
    {
        var header = JournalRun.HeaderLine.Length + 1;
        var kept = random.Next(4) == 0 ? content.Length : random.Next(header, content.Length + 1);
        return [.. content.Take(kept), .. new byte[random.Next(3) == 0 ? random.Next(6000) : 0]];
    }

    // The same question, asked of the text: what do the whole lines say of each key?
    private static Dictionary<string, string> StatesOf(byte[] content)
    {
        var states = new Dictionary<string, string>();
        var text = Encoding.UTF8.GetString(content).TrimEnd('\0');
        foreach (var line in text[..(Math.Max(text.LastIndexOf('\n'), text.LastIndexOf('}')) + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            using var json = JsonDocument.Parse(line);
            var key = json.RootElement.GetProperty("key").GetString()!;
            states[key] = new[] { "began", "done", "failed", "doubt" }.Single(kind => json.RootElement.TryGetProperty(kind, out _));
        }

        return states;
    }
}
