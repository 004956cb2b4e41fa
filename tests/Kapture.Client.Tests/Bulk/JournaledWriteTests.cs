using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>What a bulk write does with what an earlier run left in its journal, and with a journal that fails it.</summary>
public sealed class JournaledWriteTests : IDisposable
{
    private static readonly TimeSpan _longAgo = TimeSpan.FromMinutes(10);

    private readonly ManualTime _time = new();
    private readonly MemoryJournalFile _file = new();
    private readonly KaptureEmulator _emulator;
    private readonly KaptureClient _client;

    public JournaledWriteTests()
    {
        _emulator = new KaptureEmulator(time: _time);
        _client = ClientOf(Calls.AccountId);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void A_row_that_is_done_asks_for_nothing()
    {
        var first = Assert.Single(Run(Calls.Person()));
        var requests = _emulator.GetStatistics().Requests;

        var again = Assert.Single(Run(Calls.Person()));

        Assert.Equal(requests, _emulator.GetStatistics().Requests);
        Assert.Equal((WriteAction.Resumed, 0), (Result(again).Action, Result(again).Attempts));
        Assert.Equal((Result(first).CustomerId, Result(first).ContactId), (Result(again).CustomerId, Result(again).ContactId));
    }

    [Fact]
    public void A_row_in_doubt_that_is_there_is_taken_as_it_is()
    {
        var made = Apply(Calls.Person());
        LeaveInDoubt(Calls.Person());

        var result = Result(Assert.Single(Run(Calls.Person())));

        Assert.Equal((WriteAction.Added, made, true, 0), (result.Action, result.CustomerId, result.Reconciled, result.Attempts));
        Assert.Equal(1, Requests(EmulatorOperation.Add));
        Assert.Equal([JournalState.Done], States());
        Assert.Equal(made, _file.Read()[0].CustomerId);
    }

    [Fact]
    public void A_row_that_was_answered_by_a_redirect_is_looked_up_before_it_is_sent_again()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Status, StatusCode = 303, Location = "https://elsewhere.invalid/", Applied = true, Times = 1 }];
        Assert.Equal(KaptureErrorId.UnexpectedResponse, Assert.Single(Run(Calls.Person())).Failure!.ErrorId);
        Assert.Equal([JournalState.InDoubt], States());

        Assert.True(Result(Assert.Single(Run(Calls.Person()))).Reconciled);
        Assert.Equal(1, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public void A_row_in_doubt_that_is_not_there_is_sent()
    {
        LeaveInDoubt(Calls.Person());

        var result = Result(Assert.Single(Run(Calls.Person())));

        Assert.Equal((WriteAction.Added, false, 1), (result.Action, result.Reconciled, result.Attempts));
        Assert.Equal((1, 1), (Requests(EmulatorOperation.Get), Requests(EmulatorOperation.Add)));
        Assert.Equal([JournalState.Done], States());
    }

    [Fact]
    public void A_customer_that_was_there_long_before_is_not_the_rows()
    {
        var before = Apply(Calls.Person());
        _time.Advance(_longAgo);
        LeaveInDoubt(Calls.Person());

        var result = Result(Assert.Single(Run(Calls.Person())));

        Assert.NotEqual(before, result.CustomerId);
        Assert.False(result.Reconciled);
        Assert.Equal(2, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public void The_rows_own_customer_is_found_behind_an_older_one()
    {
        Apply(Calls.Person());
        _time.Advance(_longAgo);
        var own = Apply(Calls.Person());
        LeaveInDoubt(Calls.Person());

        var result = Result(Assert.Single(Run(Calls.Person())));

        Assert.Equal((own, true), (result.CustomerId, result.Reconciled));
        Assert.Equal(2, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public void A_row_in_doubt_that_looks_like_somebody_else_stays_in_doubt()
    {
        Apply(new CustomerFields { Name = "Asha", Phone = "9380491326", City = "Kochi" });
        LeaveInDoubt(new CustomerFields { Name = "Asha", Phone = "9380491326", City = "Pune" });

        AssertUncertain(new CustomerFields { Name = "Asha", Phone = "9380491326", City = "Pune" }, "not surely the same");
    }

    [Fact]
    public void A_row_in_doubt_stays_so_where_the_day_cannot_be_searched()
    {
        Apply(Calls.Person());
        _time.Advance(_longAgo);
        LeaveInDoubt(Calls.Person());
        using var client = ClientOf(accountId: null);

        AssertUncertain(Calls.Person(), "-AccountId", client);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.Garbage)]
    public void A_row_in_doubt_stays_so_where_it_cannot_be_looked_up(FaultKind kind)
    {
        LeaveInDoubt(Calls.Person());
        _emulator.Faults = [new EmulatorFault { Kind = kind, Operation = EmulatorOperation.Get }];

        AssertUncertain(Calls.Person(), "could not be looked up");

        _emulator.Faults = [];
        Assert.Equal(WriteAction.Added, Result(Assert.Single(Run(Calls.Person()))).Action);
    }

    [Fact]
    public void Of_two_rows_alike_in_doubt_each_takes_a_customer_of_its_own()
    {
        var made = new[] { Apply(Calls.Person()), Apply(Calls.Person()) };
        LeaveInDoubt(Calls.Person(), Calls.Person());

        var outcomes = Run(Calls.Person(), Calls.Person());

        Assert.Equal(made, outcomes.Select(outcome => Result(outcome).CustomerId!.Value).Order());
        Assert.Equal(2, Requests(EmulatorOperation.Add));
    }

    [Fact]
    public void Of_two_rows_alike_in_doubt_the_one_that_is_not_there_is_sent()
    {
        Apply(Calls.Person());
        LeaveInDoubt(Calls.Person(), Calls.Person());

        var outcomes = Run(Calls.Person(), Calls.Person());

        Assert.Equal([true, false], outcomes.Select(outcome => Result(outcome).Reconciled).OrderDescending());
        Assert.Equal(2, outcomes.Select(outcome => Result(outcome).CustomerId).Distinct().Count());
        Assert.Equal(2, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public void A_change_in_doubt_that_is_there_is_not_sent_again()
    {
        var id = Apply(Calls.Person());
        var change = new CustomerFields { City = "Pune" };
        Complete(_client.UpdateCustomerAsync(id, change));
        using (var journal = Open(KaptureOperation.Update))
            journal.Begin(journal.Enter(1, _client.Word(KaptureOperation.Update, id, change).Body.ToArray()));

        var result = Result(Assert.Single(Run(_client, KaptureOperation.Update, BulkRow.Update(1, id, change))));

        Assert.Equal((WriteAction.Updated, true), (result.Action, result.Reconciled));
        Assert.Equal(1, Requests(EmulatorOperation.Update));
    }

    [Fact]
    public void A_change_in_doubt_that_no_look_up_tells_stays_so_where_it_is_refused_when_it_is_sent_again()
    {
        var id = Apply(Calls.Person());
        var change = new CustomerFields { City = "Pune", Locality = "Aundh" };
        Complete(_client.UpdateCustomerAsync(id, change));
        using (var journal = Open(KaptureOperation.Update))
            journal.Begin(journal.Enter(1, _client.Word(KaptureOperation.Update, id, change).Body.ToArray()));
        _time.Advance(TimeSpan.FromSeconds(2));
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Status, StatusCode = 403, Operation = EmulatorOperation.Update, Times = 1 }];

        Assert.Equal(KaptureErrorId.WriteUncertain, Assert.Single(Run(_client, KaptureOperation.Update, BulkRow.Update(1, id, change))).Failure!.ErrorId);

        Assert.Equal([JournalState.InDoubt], States());
        Assert.Equal(WriteAction.Updated, Result(Assert.Single(Run(_client, KaptureOperation.Update, BulkRow.Update(1, id, change)))).Action);
        Assert.Equal([JournalState.Done], States());
    }

    [Fact]
    public void A_row_in_doubt_that_is_looked_up_before_it_is_sent_stays_so_where_it_cannot_be()
    {
        Apply(Calls.Person());
        LeaveInDoubt(Calls.Person());
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Status, StatusCode = 403, Operation = EmulatorOperation.Get }];

        using (var writer = new BulkWriter(_client, new BulkOptions { IfExists = IfExists.Update, OpenJournal = () => Open(KaptureOperation.Add) }))
        {
            var failure = Assert.Single(Outcomes(writer, Rows(Calls.Person()))).Failure!;
            Assert.Equal(KaptureErrorId.WriteUncertain, failure.ErrorId);
            Assert.Contains("It was tried again, and that failed: The key is not allowed", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal([JournalState.InDoubt], States());
        Assert.Equal(1, Requests(EmulatorOperation.Add));
    }

    [Fact]
    public void A_row_that_the_journal_does_not_take_is_not_sent()
    {
        var first = Run(Calls.Person("n1"));
        _file.Capacity = _file.Length;

        using var writer = Writer(_client, KaptureOperation.Add);
        var outcomes = Outcomes(writer, Rows(Calls.Person("n1"), Calls.Person("n2")));

        Assert.Equal(Result(first[0]).CustomerId, Result(Assert.Single(outcomes)).CustomerId);
        Assert.Equal(KaptureErrorId.JournalFailed, writer.EndedBy!.Failure!.ErrorId);
        Assert.Equal(2, writer.EndedBy.Row);
        Assert.Equal(1, Requests(EmulatorOperation.Add));
    }

    [Fact]
    public void A_row_whose_end_the_journal_does_not_take_is_told_and_the_run_ends_with_the_next()
    {
        // The disk is flushed by the clock, and what it says is told to whoever writes next: to the end of the first row.
        _file.RefusesToFlush = true;
        var handler = new EmulatorHandler(_emulator);
        using var client = new KaptureClient(OptionsOf(new ActsBefore(handler, () => _time.Advance(TimeSpan.FromSeconds(2))), Calls.AccountId));

        var writer = Writer(client, KaptureOperation.Add);
        var outcomes = Outcomes(writer, Rows(Calls.Person("n1"), Calls.Person("n2"), Calls.Person("n3")));

        Assert.Equal((1, WriteAction.Added), (outcomes[0].Row, Result(outcomes[0]).Action));
        Assert.All(outcomes.Skip(1), after => Assert.Equal(KaptureErrorId.JournalFailed, after.Failure!.ErrorId));
        Assert.Equal(KaptureErrorId.JournalFailed, writer.EndedBy!.Failure!.ErrorId);
        Assert.Equal(2, writer.EndedBy.Row);
        Assert.Equal(1, Requests(EmulatorOperation.Add));

        _file.RefusesToFlush = false;
        writer.Dispose();
        var again = Run(Calls.Person("n1"), Calls.Person("n2"), Calls.Person("n3"));
        Assert.Equal([WriteAction.Resumed, WriteAction.Added, WriteAction.Added], again.Select(outcome => Result(outcome).Action));
        Assert.Equal(3, _emulator.GetStatistics().Customers);
    }

    [Fact]
    public void A_journal_that_fails_with_the_last_row_is_told_at_the_end()
    {
        _file.RefusesToFlush = true;
        using var client = new KaptureClient(OptionsOf(new ActsBefore(new EmulatorHandler(_emulator), () => _time.Advance(TimeSpan.FromSeconds(2))), Calls.AccountId));
        var writer = Writer(client, KaptureOperation.Add);

        Assert.Equal(WriteAction.Added, Result(Assert.Single(Outcomes(writer, Rows(Calls.Person())))).Action);

        Assert.Null(writer.EndedBy);
        Calls.Throws(KaptureErrorId.JournalFailed, writer.Flush);
        _file.RefusesToFlush = false;
        writer.Dispose();
    }

    [Fact]
    public void A_row_that_was_refused_is_sent_by_the_next_run()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Status, StatusCode = 400, Body = """{"message":"Name is too long","status":"failed"}""", Times = 1 }];
        Assert.Equal(KaptureErrorId.Rejected, Assert.Single(Run(Calls.Person())).Failure!.ErrorId);
        Assert.Equal([JournalState.Failed], States());

        Assert.Equal(WriteAction.Added, Result(Assert.Single(Run(Calls.Person()))).Action);
        Assert.Equal(0, Requests(EmulatorOperation.Get));
    }

    [Fact]
    public void A_contact_whose_answer_was_about_another_customer_is_in_doubt_and_not_added_twice()
    {
        var id = Apply(Calls.Person());
        var contact = new ContactFields { Name = "Ravi", Phone = "9845000001" };
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.WrongCustomer, Operation = EmulatorOperation.Update, Times = 1 }];
        Assert.Equal(KaptureErrorId.UnexpectedResponse, Assert.Single(Run(_client, KaptureOperation.AddContact, BulkRow.AddContact(1, id, contact))).Failure!.ErrorId);
        Assert.Equal([JournalState.InDoubt], States());

        var again = Result(Assert.Single(Run(_client, KaptureOperation.AddContact, BulkRow.AddContact(1, id, contact))));

        Assert.Equal((WriteAction.ContactAdded, true), (again.Action, again.Reconciled));
        Assert.Equal(2, _emulator.GetStatistics().Contacts);
        Assert.Equal([JournalState.Done], States());
    }

    [Fact]
    public void A_row_that_is_cut_off_on_its_way_is_in_doubt()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.Hang, Applied = true, Times = 1 }];
        using (var writer = Writer(_client, KaptureOperation.Add))
        {
            writer.Add(Rows(Calls.Person())[0]);
            Assert.True(SpinWait.SpinUntil(() => _emulator.GetStatistics().Customers == 1, TimeSpan.FromSeconds(20)));
        }

        Assert.Equal([JournalState.InDoubt], States());
        Assert.True(Result(Assert.Single(Run(Calls.Person()))).Reconciled);
        Assert.Equal(1, _emulator.GetStatistics().Customers);
    }

    private static WriteResult Result(BulkOutcome outcome)
    {
        Assert.True(outcome.Failure is null, outcome.Failure?.Message);
        return Assert.IsType<WriteResult>(outcome.Result);
    }

    private static BulkRow[] Rows(params CustomerFields[] rows) => [.. rows.Select((fields, i) => BulkRow.Add(i + 1, fields))];

    private static List<BulkOutcome> Outcomes(BulkRun run, BulkRow[] rows)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var outcomes = new List<BulkOutcome>();
        BulkOutcome? outcome;
        foreach (var row in rows)
        {
            while (!run.HasRoom && run.Take(out outcome, patience.Token))
                outcomes.Add(outcome);
            if (run.EndedBy is null)
                run.Add(row);
        }

        while (run.Take(out outcome, patience.Token))
            outcomes.Add(outcome);
        return outcomes;
    }

    private static T Complete<T>(Task<T> call) => call.WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();

    private KaptureClientOptions OptionsOf(HttpMessageHandler handler, long? accountId) => new(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token))
    {
        PrimaryHandler = handler,
        Time = _time,
        AccountId = accountId,
        MaximumRetryCount = 0,
    };

    private KaptureClient ClientOf(long? accountId) => new(OptionsOf(new EmulatorHandler(_emulator), accountId));

    private Journal Open(KaptureOperation operation) => new(new SharedFile(_file), "journal.jsonl", operation, Calls.Somewhere.Host, _time);

    private BulkWriter Writer(KaptureClient client, KaptureOperation operation) => new(client, new BulkOptions { ThrottleLimit = 1, OpenJournal = () => Open(operation) });

    private List<BulkOutcome> Run(params CustomerFields[] rows) => Run(_client, KaptureOperation.Add, Rows(rows));

    private List<BulkOutcome> Run(KaptureClient client, KaptureOperation operation, params BulkRow[] rows)
    {
        using var writer = Writer(client, operation);
        var outcomes = Outcomes(writer, rows);
        Assert.Null(writer.EndedBy);
        writer.Flush();
        return outcomes;
    }

    // The service has it; who sent it never heard.
    private long Apply(CustomerFields fields) => Complete(_client.AddCustomerAsync(fields)).CustomerId!.Value;

    // As a run leaves it that was killed, and the next one begins a while later.
    private void LeaveInDoubt(params CustomerFields[] rows)
    {
        using (var journal = Open(KaptureOperation.Add))
        {
            for (var i = 0; i < rows.Length; i++)
                journal.Begin(journal.Enter(i + 1, _client.Word(KaptureOperation.Add, null, rows[i]).Body.ToArray()));
        }

        _time.Advance(TimeSpan.FromSeconds(2));
    }

    private void AssertUncertain(CustomerFields row, string says, KaptureClient? client = null)
    {
        var adds = Requests(EmulatorOperation.Add);

        var failure = Assert.Single(Run(client ?? _client, KaptureOperation.Add, Rows(row))).Failure!;

        Assert.Equal(KaptureErrorId.WriteUncertain, failure.ErrorId);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(adds, Requests(EmulatorOperation.Add));
        Assert.Equal([JournalState.InDoubt], States());
    }

    private IEnumerable<JournalState> States() => _file.Read().Select(entry => entry.State);

    private long Requests(EmulatorOperation operation) =>
        _emulator.GetStatistics().Operations.TryGetValue(operation, out var statistics) ? statistics.Requests : 0;

    /// <summary>A file that several runs open one after the other.</summary>
    private sealed class SharedFile(MemoryJournalFile file) : IJournalFile
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

    /// <summary>Does something while a request is on its way.</summary>
    private sealed class ActsBefore(HttpMessageHandler inner, Action act) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            act();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
