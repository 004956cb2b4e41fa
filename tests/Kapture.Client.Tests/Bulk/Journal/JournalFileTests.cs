using System.Text;

namespace Kapture.Tests.Bulk;

/// <summary>Journals on a real disk: who may open them, and what is made, mended or refused.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kapture-journal-").FullName;

    private string JournalPath => Path.Combine(_folder, "add.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_file_is_a_new_journal()
    {
        using (var journal = Open())
            journal.Apply(1, "a", 191);

        using var next = Open();
        Assert.Equal(JournalRowState.Done, next.Enter(1, "a").State);
    }

    [Fact]
    public void An_empty_file_is_a_new_journal()
    {
        File.WriteAllText(JournalPath, "");
        Assert.Empty(Journal.Read(JournalPath));

        Open().Dispose();

        Assert.Equal([JournalRun.HeaderLine], File.ReadAllLines(JournalPath));
    }

    [Fact]
    public void An_error_in_a_file_commands_no_terminal()
    {
        File.WriteAllLines(JournalPath, [JournalRun.HeaderLine, "{\"row\":1,\"key\":\"5d41402abc4b2a76b9719d911017c592-1\",\"failed\":\"2026-11-22T04:48:48.123Z\",\"error\":\"Rejected: \\u001b[2Jno\\nDone\"}"]);

        Assert.Equal("Rejected: \uFFFD[2Jno Done", Assert.Single(Journal.Read(JournalPath)).Error);
    }

    [Fact]
    public void Two_runs_do_not_share_a_journal()
    {
        using var first = Open();

        var failure = JournalRun.Throws(KaptureErrorId.JournalLocked, () => Open());

        Assert.Contains(JournalPath, failure.Message, StringComparison.Ordinal);
        Assert.Contains("another file", failure.Message, StringComparison.Ordinal);
        first.Apply(1, "a", 191);
    }

    [Fact]
    public void After_the_first_has_ended_the_second_may_go_on()
    {
        Open().Dispose();
        Open().Dispose();

        Assert.True(File.Exists(JournalPath + ".lock"));
    }

    [Fact]
    public void A_run_that_was_refused_holds_no_lock()
    {
        Open().Dispose();
        JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => Journal.Open(JournalPath, KaptureOperation.Update, JournalRun.Host, TimeProvider.System));

        Open().Dispose();
    }

#if NET
    [Fact]
    public void On_Unix_a_journal_is_its_owners_alone()
    {
        // Windows has other rights, and takes those of the folder.
        if (OperatingSystem.IsWindows())
            return;

        using (var journal = Open())
            journal.Apply(1, "a", 191);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(JournalPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(JournalPath + ".lock"));

        // Who has opened it to others has meant it.
        File.SetUnixFileMode(JournalPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Open().Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(JournalPath));
    }

    [Fact]
    public void A_link_to_a_journal_shares_its_lock()
    {
        using var first = Open();
        var link = Path.Combine(_folder, "link.jsonl");
        try
        {
            File.CreateSymbolicLink(link, JournalPath);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Windows lets not everybody make links.
            return;
        }

        JournalRun.Throws(KaptureErrorId.JournalLocked, () => Journal.Open(link, KaptureOperation.Add, JournalRun.Host, TimeProvider.System));
    }
#endif

    [Fact]
    public void A_journal_is_read_while_a_run_writes_it()
    {
        using var journal = Open();
        journal.Done(journal.Send(1, "a"), 191, 210);
        journal.Send(2, "b");

        Assert.Equal([(1, JournalState.Done), (2, JournalState.InDoubt)], Journal.Read(JournalPath).Select(entry => (entry.Row, entry.State)));
        Assert.Equal(4, ReadBesides(JournalPath).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        journal.Send(3, "c");
        Assert.Equal(3, Journal.Read(JournalPath).Count());
    }

    [Theory]
    [InlineData(KaptureOperation.Update, JournalRun.Host)]
    [InlineData(KaptureOperation.Add, "globex.kapturecrm.com")]
    public void A_journal_of_another_operation_or_host_is_refused_and_left_alone(KaptureOperation operation, string host)
    {
        using (var journal = Open())
            journal.Send(1, "a");
        File.AppendAllText(JournalPath, "{\"row\"");
        var before = File.ReadAllText(JournalPath);

        var failure = JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => Journal.Open(JournalPath, operation, host, TimeProvider.System));

        Assert.Contains($"Add on {JournalRun.Host}", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{operation} on {host}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("another file", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(JournalPath));
    }

    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1:9090")]
    [InlineData("[::1]:8080", "[::1]")]
    [InlineData("ACME.kapturecrm.com", "acme.kapturecrm.com:443")]
    public void Neither_the_port_nor_capitals_make_another_host(string first, string second)
    {
        Journal.Open(JournalPath, KaptureOperation.Add, first, TimeProvider.System).Dispose();
        Journal.Open(JournalPath, KaptureOperation.Add, second, TimeProvider.System).Dispose();
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("hello\n")]
    [InlineData("Name,Phone\nAsha,1\n")]
    [InlineData("[1,2]\n")]
    [InlineData("{\"journal\":\"Other\",\"version\":1}\n")]
    [InlineData("{\"name\":\"Asha\"}\n{\"name\":\"Ravi\"}\n")]
    [InlineData("\n")]
    public void What_is_no_journal_is_refused_and_nothing_is_made_beside_it(string content)
    {
        File.WriteAllText(JournalPath, content);

        var failure = JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => Open());

        Assert.Contains("is not a journal", failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(JournalPath));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
        JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => Journal.Read(JournalPath));
    }

    [Fact]
    public void A_large_file_without_lines_is_no_journal()
    {
        File.WriteAllText(JournalPath, new string('x', 200_000));

        JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => Open());
    }

    [Theory]
    [InlineData("{\"journal\":\"KapturePS\",\"version\":2,\"operation\":\"Add\",\"host\":\"acme.kapturecrm.com\"}", "version 2")]
    [InlineData("{\"journal\":\"KapturePS\",\"version\":1,\"operation\":\"Dance\",\"host\":\"acme.kapturecrm.com\"}", "Line 1")]
    [InlineData("{\"journal\":\"KapturePS\",\"version\":1,\"operation\":\"Add\"}", "Line 1")]
    [InlineData("{\"journal\":\"KapturePS\",\"version", "Line 1")]
    public void A_header_that_cannot_be_used_is_refused(string header, string told)
    {
        File.WriteAllText(JournalPath, header + "\n");

        var failure = JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => Open());

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_an_editor_has_marked_is_read()
    {
        using (var journal = Open())
            journal.Apply(1, "a", 191);
        File.WriteAllText(JournalPath, File.ReadAllText(JournalPath).Replace("\n", "\r\n", StringComparison.Ordinal), new UTF8Encoding(true));

        using (var next = Open())
        {
            Assert.Equal(JournalRowState.Done, next.Enter(1, "a").State);
            next.Send(2, "b");
        }

        Assert.Equal(2, Journal.Read(JournalPath).Count());
    }

    [Fact]
    public void A_path_that_none_can_be_is_refused_in_words()
    {
        var path = _folder + "/a\0b";

        var failures = new[]
        {
            JournalRun.Throws(KaptureErrorId.JournalFailed, () => Journal.Open(path, KaptureOperation.Add, JournalRun.Host, TimeProvider.System)),
            JournalRun.Throws(KaptureErrorId.JournalFailed, () => Journal.Read(path)),
        };

        Assert.All(failures, failure => Assert.Contains("a character that no path has", failure.Message, StringComparison.Ordinal));
        Assert.All(failures, failure => Assert.DoesNotContain('\0', failure.Message));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_is_no_journal()
    {
        var failure = JournalRun.Throws(KaptureErrorId.JournalFailed, () => Journal.Open(_folder, KaptureOperation.Add, JournalRun.Host, TimeProvider.System));

        Assert.Contains("is a folder", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder + ".lock"));
        JournalRun.Throws(KaptureErrorId.JournalFailed, () => Journal.Read(_folder));
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        var failure = JournalRun.Throws(KaptureErrorId.JournalFailed, () =>
            Journal.Open(Path.Combine(_folder, "none", "add.jsonl"), KaptureOperation.Add, JournalRun.Host, TimeProvider.System));

        Assert.Contains("folder does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_cannot_be_read()
    {
        var failure = JournalRun.Throws(KaptureErrorId.JournalFailed, () => Journal.Read(JournalPath));

        Assert.Contains("no such file", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Where_another_program_has_the_file_that_is_said()
    {
        Open().Dispose();
        using var other = new FileStream(JournalPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        JournalRun.Throws(KaptureErrorId.JournalLocked, () => Open());
    }

    [Fact]
    public void Access_that_is_denied_is_said()
    {
        File.WriteAllText(JournalPath, "");
        File.SetAttributes(JournalPath, FileAttributes.ReadOnly);
        try
        {
            if (CanWrite())
                return; // Root may.
            var failure = JournalRun.Throws(KaptureErrorId.JournalFailed, () => Open());
            Assert.Contains("denied", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetAttributes(JournalPath, FileAttributes.Normal);
        }
    }

    private Journal Open() => Journal.Open(JournalPath, KaptureOperation.Add, JournalRun.Host, TimeProvider.System);

    private bool CanWrite()
    {
        try
        {
            File.OpenWrite(JournalPath).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    // As Get-Content and tail do.
    private static string ReadBesides(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
