using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Rows with the same content, of which one is looked up while the other wants to go out.</summary>
public sealed class DoubtfulTwinTests
{
    private readonly PausedTime _time = new();
    private readonly KaptureEmulator _emulator;

    public DoubtfulTwinTests() => _emulator = new KaptureEmulator(time: _time);

    [Fact]
    public void A_row_whose_answer_was_lost_does_not_take_the_customer_of_one_alike()
    {
        _emulator.Faults = [new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add, Times = 1 }];

        AssertEachHasItsOwn(openJournal: null);
    }

    [Fact]
    public void A_row_that_an_earlier_run_left_in_doubt_does_not_take_the_customer_of_one_alike()
    {
        var file = new MemoryJournalFile();
        using (var client = Client(new EmulatorHandler(_emulator)))
        using (var journal = Open(file))
            journal.Begin(journal.Enter(1, client.Word(KaptureOperation.Add, null, Calls.Person()).Body.ToArray()));
        _time.Advance(TimeSpan.FromSeconds(2));

        AssertEachHasItsOwn(() => Open(new MemoryJournalFile(file.Content)));
    }

    private void AssertEachHasItsOwn(Func<Journal>? openJournal)
    {
        using var client = Client(new Interleaved(_emulator, _time, isFirstSent: openJournal is null));
        using var writer = new BulkWriter(client, new BulkOptions { ThrottleLimit = 2, OpenJournal = openJournal });
        writer.Add(BulkRow.Add(1, Calls.Person()));
        writer.Add(BulkRow.Add(2, Calls.Person()));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var results = new List<WriteResult>();
        while (writer.Take(out var outcome, patience.Token))
            results.Add(Assert.IsType<WriteResult>(outcome.Result));

        Assert.Equal([1, 2], results.Select(result => result.Row));
        Assert.Equal(2, results.Select(result => result.CustomerId).Distinct().Count());
        Assert.Equal(2, _emulator.GetStatistics().Customers);
    }

    private Journal Open(IJournalFile file) => new(file, "journal.jsonl", KaptureOperation.Add, Calls.Somewhere.Host, _time);

    private KaptureClient Client(HttpMessageHandler handler) => new(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token))
    {
        PrimaryHandler = handler,
        Time = _time,
        AccountId = Calls.AccountId,
        MaximumRetryCount = 1,
    });

    /// <summary>Holds the look-up until the other row has been applied, and that one's answer until the look-up has been answered; unless one waits for the other.</summary>
    private sealed class Interleaved(KaptureEmulator emulator, PausedTime time, bool isFirstSent) : DelegatingHandler(new EmulatorHandler(emulator))
    {
        private readonly TaskCompletionSource _asking = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _applied = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _adds = isFirstSent ? 0 : 1;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (((KaptureRequestMessage)request).Operation.IsWrite())
            {
                // The first is the one whose connection breaks.
                if (Interlocked.Increment(ref _adds) == 1)
                    return await base.SendAsync(request, cancellationToken);
                await Task.WhenAny(_asking.Task, time.Paused).WaitAsync(cancellationToken);
                var added = await base.SendAsync(request, cancellationToken);
                _applied.TrySetResult();
                await Task.WhenAny(_found.Task, time.Paused).WaitAsync(cancellationToken);
                return added;
            }

            _asking.TrySetResult();
            await Task.WhenAny(_applied.Task, time.Paused).WaitAsync(cancellationToken);
            var found = await base.SendAsync(request, cancellationToken);
            _found.TrySetResult();
            return found;
        }
    }

    /// <summary>A clock on which a row that waits for another is seen to, and waits for no time at all.</summary>
    private sealed class PausedTime : TimeProvider
    {
        private readonly ManualTime _time = new();
        private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Paused => _paused.Task;

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

        public override long GetTimestamp() => _time.GetTimestamp();

        public void Advance(TimeSpan by) => _time.Advance(by);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == UncertainWrites.TwinPause)
                _paused.TrySetResult();
            return dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromSeconds(1)
                ? System.CreateTimer(callback, state, TimeSpan.Zero, period)
                : _time.CreateTimer(callback, state, dueTime, period);
        }
    }
}
