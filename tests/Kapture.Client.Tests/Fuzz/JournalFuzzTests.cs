using System.Text;
using FsCheck.Fluent;
using Kapture.Tests.Bulk;

namespace Kapture.Tests.Fuzz;

/// <summary>
/// Journals that somebody or something has been at: either they are refused, and not a byte is changed, or no row is taken for
/// done that is not, and none is sent again without a look that may have arrived.
/// </summary>
public sealed class JournalFuzzTests
{
    private static readonly string[] _contents = ["a", "b", "c", "d", "e"];

    [Fact]
    public void A_journal_that_was_changed_is_refused_or_says_what_it_said() => Properties.Fuzz(Gen.Choose(0, int.MaxValue - 1), 3000, static seed =>
    {
        var random = new Random(seed);
        var (content, said) = History(random);
        var changed = Change(random, content);
        using var file = new MemoryJournalFile(changed);

        if (TryOpen(file) is not { } journal)
        {
            Assert.Equal(changed, file.Content);
            TryRead(file);
            return;
        }

        Assert.NotNull(TryRead(file));
        var row = 1;
        foreach (var one in said)
            AssertKept(one.Value, journal.Enter(row++, one.Key).State, one.Key, changed);
    });

    [Fact]
    public void A_journal_that_was_cut_says_what_its_whole_lines_say() => Properties.Fuzz(Gen.Choose(0, int.MaxValue - 1), 2000, static seed =>
    {
        var random = new Random(seed);
        var (content, _) = History(random);
        var cut = random.Next(content.Length + 1);
        using var file = new MemoryJournalFile([.. content.Take(cut), .. new byte[random.Next(3) * random.Next(5000)]]);

        // Of the line that the cut ends in, all may be there but its end.
        var whole = Array.LastIndexOf(content, (byte)'\n', Math.Max(0, cut - 1), cut) + 1;
        if (cut < content.Length && content[cut] == '\n')
            whole = cut + 1;
        using var expected = new MemoryJournalFile([.. content.Take(whole)]);

        Assert.Equal(expected.Read().Select(Describe), file.Read().Select(Describe));
        var (journal, other) = (file.Open(), expected.Open());
        Assert.Equal(expected.Content, file.Content);
        foreach (var one in _contents)
            Assert.Equal(other.Enter(1, one).State, journal.Enter(1, one).State);
    });

    [Fact]
    public void No_bytes_at_all_are_anything_but_a_journal_or_none()
    {
        var (content, _) = History(new Random(1));
        byte[][] others = [content, [.. Encoding.UTF8.GetBytes(JournalRun.HeaderLine)], .. Corpus.Nasty];
        Properties.Fuzz(Mutations.Of(others), 3000, static mutated =>
        {
            using var file = new MemoryJournalFile(mutated.Body);
            TryRead(file);
            if (TryOpen(file) is null)
                Assert.Equal(mutated.Body, file.Content);
        });
    }

    [Fact]
    public void What_is_written_is_read() => Properties.Fuzz(NastyText.Any, 1000, static text =>
    {
        using var file = new MemoryJournalFile();
        var journal = file.Open();
        journal.Failed(journal.Send(1, "a"), new KaptureException(KaptureErrorId.Rejected, text));
        journal.InDoubt(journal.Send(2, text), new KaptureException(KaptureErrorId.WriteUncertain, new string('x', 480) + text));
        journal.Apply(3, "c", long.MaxValue - 1000);
        journal.Dispose();

        var entries = file.Read();

        Assert.Equal([JournalState.Failed, JournalState.InDoubt, JournalState.Done], entries.Select(entry => entry.State));
        Assert.Equal((long.MaxValue - 1000, long.MaxValue), (entries[2].CustomerId, entries[2].ContactId));
        if (!TextRules.HasLoneSurrogate(text) && text.Length < 400)
            Assert.Equal("Rejected: " + PlainText.Of(text), entries[0].Error);
    });

    // Rows of one or two runs, and what the next one must make of each.
    private static (byte[] Content, Dictionary<string, JournalRowState> Said) History(Random random)
    {
        var file = new MemoryJournalFile();
        var time = new ManualTime();
        var said = new Dictionary<string, JournalRowState>();
        for (var run = 1 + random.Next(2); run > 0; run--)
        {
            file = new MemoryJournalFile(file.Content);
            using var journal = file.Open(time);
            foreach (var content in _contents.Where(_ => random.Next(4) > 0))
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                var row = journal.Enter(said.Count + 1, content);
                if (row.State == JournalRowState.Done)
                    continue;
                journal.Begin(row);
                said[content] = JournalRowState.InDoubt;
                switch (random.Next(4))
                {
                    case 0:
                        journal.Done(row, 191 + said.Count, 210);
                        said[content] = JournalRowState.Done;
                        break;
                    case 1:
                        journal.Failed(row, JournalRun.Refused);
                        said[content] = JournalRowState.New;
                        break;
                    case 2:
                        journal.InDoubt(row, JournalRun.Refused);
                        break;
                    default:
                        break;
                }
            }
        }

        return (file.Content, said);
    }

    // What no kill and no power cut does, and people, disks and programs do.
    private static byte[] Change(Random random, byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var at = random.Next(content.Length);
        var line = random.Next(lines.Length);
        switch (random.Next(9))
        {
            case 0:
                return [.. content.Take(at), (byte)(content[at] ^ (1 << random.Next(8))), .. content.Skip(at + 1)];
            case 1:
                return [.. content.Take(at), (byte)random.Next(256), .. content.Skip(at)];
            case 2:
                return [.. content.Take(at), .. content.Skip(at + 1)];
            case 3:
                return Encoding.UTF8.GetBytes(string.Join("\n", [.. lines.Take(line + 1), .. lines.Skip(line)]) + "\n");
            case 4:
                return Encoding.UTF8.GetBytes(string.Join(Mutations.Pick(random, ["\r\n", "\r", "\n\n", "\n ", " \n", "", "\u2028"]), lines) + Mutations.Pick(random, ["\n", "\r\n", ""]));
            case 5:
                // Not to the end: that is what a power cut leaves.
                var length = Math.Min(1 + random.Next(20), content.Length - 1 - at);
                return [.. content.Take(at), .. new byte[length], .. content.Skip(at + length)];
            case 6:
                var encoding = Mutations.Pick(random, new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF8Encoding(true) });
                return [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString(content))];
            case 7:
                // Two lines at once, as two writers without a lock would leave them.
                var cut = random.Next(lines[line].Length);
                var (first, rest) = (lines[line].Substring(0, cut), lines[line].Substring(cut));
                return Encoding.UTF8.GetBytes(string.Join("\n", [.. lines.Take(line), first + lines[random.Next(lines.Length)], rest, .. lines.Skip(line + 1)]) + "\n");
            default:
                return [.. content, .. content.Skip(at)];
        }
    }

    private static void AssertKept(JournalRowState said, JournalRowState says, string content, byte[] journal)
    {
        // To look once more does no harm.
        if (says != JournalRowState.InDoubt)
            Assert.True(said == says, $"{content} was {said} and is {says} in {Encoding.UTF8.GetString(journal)}");
    }

    private static Journal? TryOpen(MemoryJournalFile file) => Try(() => file.Open());

    private static IReadOnlyList<JournalEntry>? TryRead(MemoryJournalFile file) => Try(file.Read);

    private static T? Try<T>(Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (KaptureException e)
        {
            Assert.Equal(KaptureErrorId.JournalCorrupt, e.ErrorId);
            return null;
        }
    }

    private static string Describe(JournalEntry entry) => $"{entry.Row} {entry.Key} {entry.State} {entry.CustomerId} {entry.Error}";
}
