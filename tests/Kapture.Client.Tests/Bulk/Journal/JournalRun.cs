using System.Text;

namespace Kapture.Tests.Bulk;

/// <summary>Short words for what a run does with its journal.</summary>
internal static class JournalRun
{
    public const string Host = "acme.kapturecrm.com";

    public const string HeaderLine = """{"journal":"KapturePS","version":1,"operation":"Add","dialect":"V1","host":"acme.kapturecrm.com"}""";

    public static readonly KaptureException Refused = new(KaptureErrorId.Rejected, "Name is too long.");

    public static Journal Open(this IJournalFile file, TimeProvider? time = null) => new(file, "journal.jsonl", KaptureOperation.Add, Host, time ?? new ManualTime());

    /// <summary>The next run, after this one was killed.</summary>
    public static Journal Reopen(this MemoryJournalFile file) => new MemoryJournalFile(file.Content).Open();

    public static JournalRow Enter(this Journal journal, int row, string content) => journal.Enter(row, Encoding.UTF8.GetBytes(content));

    /// <summary>A row that is entered and begun.</summary>
    public static JournalRow Send(this Journal journal, int row, string content)
    {
        var entered = journal.Enter(row, content);
        journal.Begin(entered);
        return entered;
    }

    /// <summary>A row that has been applied.</summary>
    public static JournalRow Apply(this Journal journal, int row, string content, long customerId)
    {
        var sent = journal.Send(row, content);
        journal.Done(sent, customerId, customerId + 1000);
        return sent;
    }

    public static IReadOnlyList<JournalEntry> Read(this MemoryJournalFile file) => Journal.Read(new MemoryJournalFile(file.Content), "journal.jsonl");

    public static KaptureException Throws(KaptureErrorId id, Action action)
    {
        var failure = Assert.Throws<KaptureException>(action);
        Assert.Equal(id, failure.ErrorId);
        return failure;
    }
}
