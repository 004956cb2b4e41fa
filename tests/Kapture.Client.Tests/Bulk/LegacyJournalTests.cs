using System.Text;

namespace Kapture.Tests.Bulk;

/// <summary>A journal in Legacy, where most rows are done without an id; and journals of the other generation.</summary>
public sealed class LegacyJournalTests : IDisposable
{
    private readonly MemoryJournalFile _file = new();
    private readonly EmulatedBulk _service = new(dialect: Dialect.Legacy);

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task A_row_that_is_done_without_an_id_asks_for_nothing()
    {
        await RunAsync(EmulatedBulk.Add(1), EmulatedBulk.Add(2, "Ravi"));
        var requests = _service.Emulator.GetStatistics().Requests;

        var again = await RunAsync(EmulatedBulk.Add(1, "Ravi"), EmulatedBulk.Add(2), EmulatedBulk.Add(3, "Meena"));

        Assert.Equal([WriteAction.Resumed, WriteAction.Resumed, WriteAction.Added], again.Select(Action));
        Assert.Null(EmulatedBulk.Result(again[0]).CustomerId);
        Assert.Equal((requests + 1, 3), (_service.Emulator.GetStatistics().Requests, _service.Customers));
        Assert.All(Entries(), entry => Assert.Equal((JournalState.Done, null, null), (entry.State, entry.CustomerId, entry.ContactId)));
    }

    [Fact]
    public async Task A_row_in_doubt_that_is_there_is_found_among_the_customers_of_the_day()
    {
        LeaveInDoubt(KaptureOperation.Add, null, Calls.Person());
        var made = await _service.HasAsync(Calls.Person());

        var result = EmulatedBulk.Result(Assert.Single(await RunAsync(EmulatedBulk.Add(1))));

        Assert.Equal((WriteAction.Added, made, true, 0), (result.Action, result.CustomerId, result.Reconciled, result.Attempts));
        Assert.Empty(_service.Door.Writes);
        Assert.Equal((JournalState.Done, (long?)made), (Entries()[0].State, Entries()[0].CustomerId));
    }

    [Fact]
    public async Task A_row_in_doubt_that_is_not_there_is_sent()
    {
        LeaveInDoubt(KaptureOperation.Add, null, Calls.Person());

        var result = EmulatedBulk.Result(Assert.Single(await RunAsync(EmulatedBulk.Add(1))));

        Assert.Equal((WriteAction.Added, false, 1), (result.Action, result.Reconciled, _service.Customers));
    }

    [Fact]
    public async Task A_row_in_doubt_does_not_take_the_customer_of_one_alike_that_an_earlier_run_was_told_no_id_of()
    {
        await RunAsync(EmulatedBulk.Add(1));
        using (var journal = Open(KaptureOperation.Add))
        {
            journal.Enter(1, Body(KaptureOperation.Add, null, Calls.Person()));
            journal.Begin(journal.Enter(2, Body(KaptureOperation.Add, null, Calls.Person())));
        }

        var outcomes = await RunAsync(EmulatedBulk.Add(1), EmulatedBulk.Add(2));

        Assert.Equal(WriteAction.Resumed, Action(outcomes[0]));
        Assert.Equal(KaptureErrorId.WriteUncertain, outcomes[1].Failure!.ErrorId);
        Assert.Contains("the service tells no ids", outcomes[1].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(1, _service.Customers);
    }

    [Theory]
    [InlineData("V1", true)]
    [InlineData("V1", false)]
    [InlineData("Legacy", true)]
    public async Task A_row_in_doubt_does_not_take_the_customer_of_one_that_says_more(string dialect, bool isDoneFirst)
    {
        using var service = new EmulatedBulk(dialect: Of(dialect));
        var options = new BulkOptions { ThrottleLimit = 1, OpenJournal = () => Open(KaptureOperation.Add, Of(dialect)) };
        await service.ArriveAsync(EmulatedBulk.Add(1, city: "Pune"), options);
        using (var journal = Open(KaptureOperation.Add, Of(dialect)))
            journal.Begin(journal.Enter(2, service.Client.Word(KaptureOperation.Add, null, Calls.Person()).Body));
        BulkRow[] rows = isDoneFirst ? [EmulatedBulk.Add(1, city: "Pune"), EmulatedBulk.Add(2)] : [EmulatedBulk.Add(1), EmulatedBulk.Add(2, city: "Pune")];

        var report = await service.RunAsync(rows, options);

        // V1 told whose that customer is: the other's is certainly not there.
        var doubtful = report.Outcomes[isDoneFirst ? 1 : 0];
        Assert.Equal(WriteAction.Resumed, Action(report.Outcomes[isDoneFirst ? 0 : 1]));
        Assert.Equal(dialect == "V1" ? null : KaptureErrorId.WriteUncertain, doubtful.Failure?.ErrorId);
        Assert.Equal(dialect == "V1" ? 2 : 1, service.Customers);
    }

    [Theory]
    [InlineData("V1")]
    [InlineData("Legacy")]
    public async Task A_contact_in_doubt_that_is_there_is_not_sent_again(string dialect)
    {
        using var service = new EmulatedBulk(dialect: Of(dialect));
        var id = await service.HasAsync(Calls.Person());
        var contact = new ContactFields { Name = "Ravi", Phone = "9845012345" };
        using (var journal = Open(KaptureOperation.AddContact, Of(dialect)))
            journal.Begin(journal.Enter(1, service.Client.Word(KaptureOperation.AddContact, id, new CustomerFields { Contacts = { contact } }).Body));
        await service.Client.AddContactAsync(id, contact);
        var options = new BulkOptions { OpenJournal = () => Open(KaptureOperation.AddContact, Of(dialect)) };

        var found = await service.ArriveAsync(BulkRow.AddContact(1, id, contact), options);
        var again = await service.ArriveAsync(BulkRow.AddContact(1, id, contact), options);

        var there = (await service.GetAsync(id)).Contacts[1];
        Assert.Equal((WriteAction.ContactAdded, true, id, there.Id), (found.Action, found.Reconciled, found.CustomerId, found.ContactId));
        Assert.Equal((WriteAction.Resumed, id, there.Id), (again.Action, again.CustomerId, again.ContactId));
        Assert.Equal(2, (await service.GetAsync(id)).Contacts.Length);
    }

    [Theory]
    [InlineData("V1")]
    [InlineData("Legacy")]
    public async Task A_contact_in_doubt_does_not_take_that_of_a_row_alike(string dialect)
    {
        using var service = new EmulatedBulk(dialect: Of(dialect));
        var id = await service.HasAsync(Calls.Person());
        var contact = new ContactFields { Name = "Ravi", Phone = "9845012345" };
        var options = new BulkOptions { OpenJournal = () => Open(KaptureOperation.AddContact, Of(dialect)) };
        await service.ArriveAsync(BulkRow.AddContact(1, id, contact), options);
        using (var journal = Open(KaptureOperation.AddContact, Of(dialect)))
        {
            var body = service.Client.Word(KaptureOperation.AddContact, id, new CustomerFields { Contacts = { contact } }).Body;
            journal.Enter(1, body);
            journal.Begin(journal.Enter(2, body));
        }

        var report = await service.RunAsync([BulkRow.AddContact(1, id, contact), BulkRow.AddContact(2, id, contact)], options);

        // V1 told the id of the first: the second's is certainly not there.
        Assert.Equal(WriteAction.Resumed, Action(report.Outcomes[0]));
        Assert.Equal(dialect == "V1" ? null : KaptureErrorId.WriteUncertain, report.Outcomes[1].Failure?.ErrorId);
        Assert.Equal(dialect == "V1" ? 3 : 2, (await service.GetAsync(id)).Contacts.Length);
    }

    [Theory]
    [InlineData("V1", true)]
    [InlineData("V1", false)]
    [InlineData("Legacy", true)]
    public async Task A_contact_in_doubt_does_not_take_that_of_a_row_that_says_more(string dialect, bool isDoneFirst)
    {
        using var service = new EmulatedBulk(dialect: Of(dialect));
        var id = await service.HasAsync(Calls.Person());
        var (more, less) = (new ContactFields { Name = "Ravi", Phone = "9845012345", Gender = "M" }, new ContactFields { Name = "Ravi", Phone = "9845012345" });
        var options = new BulkOptions { ThrottleLimit = 1, OpenJournal = () => Open(KaptureOperation.AddContact, Of(dialect)) };
        await service.ArriveAsync(BulkRow.AddContact(1, id, more), options);
        using (var journal = Open(KaptureOperation.AddContact, Of(dialect)))
            journal.Begin(journal.Enter(2, service.Client.Word(KaptureOperation.AddContact, id, new CustomerFields { Contacts = { less } }).Body));

        var report = await service.RunAsync([BulkRow.AddContact(1, id, isDoneFirst ? more : less), BulkRow.AddContact(2, id, isDoneFirst ? less : more)], options);

        Assert.Equal(WriteAction.Resumed, Action(report.Outcomes[isDoneFirst ? 0 : 1]));
        Assert.Equal(dialect == "V1" ? null : KaptureErrorId.WriteUncertain, report.Outcomes[isDoneFirst ? 1 : 0].Failure?.ErrorId);
        Assert.Equal(dialect == "V1" ? 3 : 2, (await service.GetAsync(id)).Contacts.Length);
    }

    [Theory]
    [InlineData("V1", "Legacy")]
    [InlineData("Legacy", "V1")]
    public void A_journal_of_the_other_dialect_is_refused_and_not_changed(string its, string asked)
    {
        Open(KaptureOperation.Add, Of(its)).Dispose();
        var before = _file.Content;

        var failure = JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => Open(KaptureOperation.Add, Of(asked)));

        Assert.Contains($"({its})", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"({asked})", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, _file.Content);
    }

    [Fact]
    public void A_header_says_its_dialect_and_an_old_one_without_is_V1s()
    {
        Open(KaptureOperation.Add).Dispose();
        Assert.Equal("""{"journal":"KapturePS","version":1,"operation":"Add","dialect":"Legacy","host":"crm.example.com"}""", _file.Lines[0]);

        var old = new MemoryJournalFile(Encoding.UTF8.GetBytes("""{"journal":"KapturePS","version":1,"operation":"Add","host":"crm.example.com"}""" + "\n"));
        JournalRun.Throws(KaptureErrorId.JournalCorrupt, () => OpenOld(Dialect.Legacy));
        OpenOld(Dialect.V1).Dispose();

        Journal OpenOld(Dialect dialect) => new(new MemoryJournalFile(old.Content), "journal.jsonl", KaptureOperation.Add, Calls.Somewhere.Host, _service.Time, dialect);
    }

    private static Dialect Of(string name) => name == "V1" ? Dialect.V1 : Dialect.Legacy;

    private static WriteAction Action(BulkOutcome outcome) => EmulatedBulk.Result(outcome).Action;

    private async Task<IReadOnlyList<BulkOutcome>> RunAsync(params BulkRow[] rows)
    {
        var report = await _service.RunAsync(rows, new BulkOptions { ThrottleLimit = 1, OpenJournal = () => Open(KaptureOperation.Add) });
        Assert.Null(report.EndedBy);
        return report.Outcomes;
    }

    private void LeaveInDoubt(KaptureOperation operation, long? customerId, CustomerFields fields)
    {
        using var journal = Open(operation);
        journal.Begin(journal.Enter(1, Body(operation, customerId, fields)));
    }

    private byte[] Body(KaptureOperation operation, long? customerId, CustomerFields fields) => _service.Client.Word(operation, customerId, fields).Body;

    private Journal Open(KaptureOperation operation, Dialect? dialect = null) =>
        new(new ReopenedFile(_file), "journal.jsonl", operation, Calls.Somewhere.Host, _service.Time, dialect ?? Dialect.Legacy);

    private IReadOnlyList<JournalEntry> Entries() => _file.Read();

    /// <summary>A file that several runs open one after the other.</summary>
    private sealed class ReopenedFile(MemoryJournalFile file) : IJournalFile
    {
        public long Length => file.Length;

        public int Read(long offset, byte[] bytes, int start, int count) => file.Read(offset, bytes, start, count);

        public void Write(long offset, byte[] bytes, int count) => file.Write(offset, bytes, count);

        public void SetLength(long length) => file.SetLength(length);

        public void FlushToDisk() => file.FlushToDisk();

        public void Dispose()
        {
            // The next run opens it again.
        }
    }
}
