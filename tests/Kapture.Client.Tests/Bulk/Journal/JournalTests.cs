using System.Text;
using System.Text.Json;

namespace Kapture.Tests.Bulk;

/// <summary>What the next run knows of a row.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly MemoryJournalFile _file = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_journal_begins_with_whose_it_is()
    {
        using var journal = _file.Open();

        Assert.Equal(JournalRun.HeaderLine + "\n", _file.Text);
    }

    [Fact]
    public void A_row_that_nobody_knows_is_new()
    {
        using var journal = _file.Open();

        var row = journal.Enter(7, "a");

        Assert.Equal((7, 1, JournalRowState.New), (row.Row, row.Occurrence, row.State));
        Assert.Null(row.CustomerId);
        Assert.Null(row.Began);
        Assert.Single(_file.Lines);
    }

    [Fact]
    public void Lines_are_JSON_as_documented()
    {
        var journal = _file.Open(_time);
        _time.Advance(TimeSpan.FromMilliseconds(123));
        journal.Done(journal.Send(7, "a"), 191, 210);
        journal.Failed(journal.Send(8, "b"), JournalRun.Refused);
        journal.InDoubt(journal.Send(9, "c"), JournalRun.Refused);
        journal.Done(journal.Send(10, "d"), null, null);
        journal.Dispose();

        const string At = "2024-05-07T06:30:00.123Z";
        var a = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("Add\na"u8)).ToLowerInvariant()[..32];
        Assert.Equal($$"""{"row":7,"key":"{{a}}-1","began":"{{At}}""" + '"', Summed(_file.Lines[1]));
        Assert.Equal($$"""{"row":7,"key":"{{a}}-1","done":"{{At}}","customerId":191,"contactId":210""", Summed(_file.Lines[2]));
        Assert.EndsWith($$"""-1","failed":"{{At}}","error":"Rejected: Name is too long.""" + '"', Summed(_file.Lines[4]), StringComparison.Ordinal);
        Assert.EndsWith($$"""-1","doubt":"{{At}}","error":"Rejected: Name is too long.""" + '"', Summed(_file.Lines[6]), StringComparison.Ordinal);
        Assert.EndsWith($$"""-1","done":"{{At}}""" + '"', Summed(_file.Lines[8]), StringComparison.Ordinal);
        Assert.Equal(9, _file.Lines.Length);

        // What stands before the sum, which is FNV-1a of 32 bits.
        static string Summed(string line)
        {
            var start = line.LastIndexOf(",\"sum\"", StringComparison.Ordinal);
            var sum = System.Text.Encoding.UTF8.GetBytes(line.Substring(0, start)).Aggregate(0x811C9DC5, (sum, b) => (sum ^ b) * 0x01000193);
            Assert.Equal($",\"sum\":\"{sum:x8}\"}}", line.Substring(start));
            return line.Substring(0, start);
        }
    }

    [Fact]
    public void A_row_that_is_done_is_known_with_its_ids_whatever_its_number()
    {
        using (var journal = _file.Open())
            journal.Apply(7, "a", 191);

        using var next = _file.Reopen();
        var row = next.Enter(1, "a");

        Assert.Equal((1, 1, JournalRowState.Done, 191L, 1191L), (row.Row, row.Occurrence, row.State, row.CustomerId, row.ContactId));
    }

    [Fact]
    public void A_row_that_is_done_without_ids_is_done()
    {
        using (var journal = _file.Open())
            journal.Done(journal.Send(1, "a"), null, null);

        var row = _file.Reopen().Enter(1, "a");

        Assert.Equal((JournalRowState.Done, null, null), (row.State, row.CustomerId, row.ContactId));
    }

    [Fact]
    public void A_row_that_failed_is_sent_again_under_its_key()
    {
        using (var journal = _file.Open())
            journal.Failed(journal.Send(1, "a"), JournalRun.Refused);

        var row = _file.Reopen().Enter(1, "a");

        Assert.Equal((1, JournalRowState.New, null), (row.Occurrence, row.State, row.Began));
    }

    [Fact]
    public void A_row_that_was_cut_short_is_in_doubt_since_it_began()
    {
        _file.Open(_time).Send(1, "a");

        var row = _file.Reopen().Enter(1, "a");

        Assert.Equal((JournalRowState.InDoubt, ManualTime.Start), (row.State, row.Began));
    }

    [Fact]
    public void Doubt_counts_from_the_earliest_attempt_since_the_last_certainty()
    {
        MemoryJournalFile Run(MemoryJournalFile file, Action<Journal, JournalRow> end)
        {
            var next = new MemoryJournalFile(file.Content);
            using var journal = next.Open(_time);
            end(journal, journal.Send(1, "a"));
            _time.Advance(TimeSpan.FromMinutes(1));
            return next;
        }

        var lost = Run(_file, (journal, row) => journal.InDoubt(row, JournalRun.Refused));
        Assert.Equal(ManualTime.Start, lost.Reopen().Enter(1, "a").Began);

        var lostAgain = Run(lost, (_, row) => Assert.Equal(ManualTime.Start, row.Began));
        Assert.Equal(ManualTime.Start, lostAgain.Reopen().Enter(1, "a").Began);

        var failed = Run(lostAgain, (journal, row) => journal.Failed(row, JournalRun.Refused));
        Assert.Null(failed.Reopen().Enter(1, "a").Began);

        var lostOnceMore = Run(failed, (_, _) => { });
        Assert.Equal(ManualTime.Start + TimeSpan.FromMinutes(3), lostOnceMore.Reopen().Enter(1, "a").Began);
    }

    [Fact]
    public void A_row_that_begins_tells_since_when()
    {
        using var journal = _file.Open(_time);

        Assert.Equal(ManualTime.Start, journal.Send(1, "a").Began);
    }

    [Fact]
    public void What_is_done_stays_done_whatever_is_tried_later()
    {
        using (var journal = _file.Open())
        {
            var row = journal.Apply(1, "a", 191);
            journal.Begin(row);
            journal.Failed(row, JournalRun.Refused);
        }

        Assert.Equal((JournalRowState.Done, 191L), (_file.Reopen().Enter(1, "a").State, _file.Reopen().Enter(1, "a").CustomerId));
        Assert.Equal(JournalState.Done, Assert.Single(_file.Read()).State);
    }

    [Fact]
    public void Identical_rows_are_counted()
    {
        using var journal = _file.Open();

        var rows = Enumerable.Range(1, 4).Select(row => journal.Enter(row, row == 3 ? "b" : "a"));

        Assert.Equal([1, 2, 1, 3], rows.Select(row => row.Occurrence));
    }

    [Fact]
    public void Of_identical_rows_the_done_are_given_first_then_the_doubtful_then_the_failed_then_new_ones()
    {
        using (var journal = _file.Open())
        {
            var rows = Enumerable.Range(1, 5).Select(row => journal.Enter(row, "a")).ToArray();
            Array.ForEach(rows, journal.Begin);
            journal.Failed(rows[0], JournalRun.Refused);
            journal.InDoubt(rows[1], JournalRun.Refused);
            journal.Done(rows[2], 193, null);
            journal.Done(rows[4], 195, null);
        }

        using var next = _file.Reopen();
        var again = Enumerable.Range(1, 7).Select(row => next.Enter(row, "a")).ToArray();

        Assert.Equal(
            [JournalRowState.Done, JournalRowState.Done, JournalRowState.InDoubt, JournalRowState.InDoubt, JournalRowState.New, JournalRowState.New, JournalRowState.New],
            again.Select(row => row.State));
        Assert.Equal([3, 5, 2, 4, 1, 6, 7], again.Select(row => row.Occurrence));
        Assert.Equal([193, 195, null, null, null, null, null], again.Select(row => row.CustomerId));
    }

    [Fact]
    public void An_occurrence_whose_forerunners_left_no_line_keeps_its_number()
    {
        var journal = _file.Open();
        journal.Enter(1, "a");
        journal.Begin(journal.Enter(2, "a"));

        using var next = _file.Reopen();

        Assert.Equal([2, 3, 4], Enumerable.Range(1, 3).Select(row => next.Enter(row, "a").Occurrence));
    }

    [Fact]
    public void One_content_added_and_changed_is_not_one_row()
    {
        using var adding = _file.Open();
        using var changing = new Journal(new MemoryJournalFile(), "j", KaptureOperation.Update, JournalRun.Host, _time);

        Assert.NotEqual(adding.Enter(1, "a").Key, changing.Enter(1, "a").Key);
    }

    [Fact]
    public void The_ids_that_rows_of_one_content_have_become_are_known()
    {
        using (var journal = _file.Open())
        {
            journal.Apply(1, "a", 191);
            journal.Apply(2, "b", 192);
            journal.Send(3, "a");
        }

        using var next = _file.Reopen();
        next.Enter(1, "a");
        var lost = next.Enter(2, "a");
        Assert.Equal(JournalRowState.InDoubt, lost.State);
        Assert.Equal([191], next.OthersLike(lost).CustomerIds);
        Assert.Equal([192], next.OthersLike(next.Enter(3, "b")).CustomerIds);
        Assert.Empty(next.OthersLike(next.Enter(4, "c")).CustomerIds);

        next.Begin(lost);
        next.Done(lost, 193, null);
        Assert.Equal([191, 193], next.OthersLike(next.Enter(5, "a")).CustomerIds.Order());
    }

    [Fact]
    public void Many_rows_are_known_again()
    {
        using (var journal = _file.Open())
        {
            for (var i = 1; i <= 300; i++)
            {
                var row = journal.Send(i, $"row {i % 150}");
                if (i % 7 != 0)
                    journal.Done(row, i, null);
            }
        }

        using var next = _file.Reopen();
        var again = Enumerable.Range(1, 300).Select(i => next.Enter(i, $"row {i % 150}")).ToArray();
        Assert.Equal(300 - (300 / 7), again.Count(row => row.State == JournalRowState.Done));
        Assert.Equal(300 / 7, again.Count(row => row.State == JournalRowState.InDoubt));
    }

    [Fact]
    public void An_error_is_told_once_in_few_words_and_on_one_line()
    {
        var words = new string('x', 480) + "\n\"é😀\" " + new string('y', 400);
        using (var journal = _file.Open())
        {
            journal.Failed(journal.Send(3, "a"), new KaptureException(KaptureErrorId.Rejected, "No \"good\"\\\n\u0001 आशा") { Row = 3 });
            for (var i = 0; i < 12; i++)
                journal.Failed(journal.Send(4, "b" + i), new KaptureException(KaptureErrorId.Rejected, words[i..]));
        }

        var entries = _file.Read();
        Assert.Equal("Rejected: No \"good\"\\ \uFFFD आशा", entries[0].Error);
        Assert.All(entries.Skip(1), entry =>
        {
            Assert.Equal(JournalBuffer.LongestError, entry.Error!.Length);
            Assert.EndsWith("…", entry.Error, StringComparison.Ordinal);
        });
        Assert.All(_file.Lines, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Rows_come_from_many_threads()
    {
        using (var journal = _file.Open(TimeProvider.System))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            {
                for (var i = 0; i < 200; i++)
                    journal.Apply((thread * 200) + i + 1, $"row {i % 50}", (thread * 200) + i + 1);
            })));
        }

        var entries = _file.Read();
        Assert.Equal(800, entries.Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(800, entries.Select(entry => entry.CustomerId).Distinct().Count());
        Assert.All(entries, entry => Assert.Equal(JournalState.Done, entry.State));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Lines_are_the_same_under_every_culture(string culture) => Culture.Run(culture, () =>
    {
        using (var journal = _file.Open(_time))
            journal.Apply(7, "a", 191);

        Assert.Contains("\"began\":\"2024-05-07T06:30:00.000Z\"", _file.Text, StringComparison.Ordinal);
        Assert.Equal(ManualTime.Start, Assert.Single(_file.Read()).Started);
    });

    [Fact]
    public void A_row_of_any_size_has_a_key()
    {
        using var journal = _file.Open();

        Assert.NotEqual(journal.Enter(1, Encoding.UTF8.GetBytes(new string('x', 1_000_000))).Key, journal.Enter(2, []).Key);
    }
}
