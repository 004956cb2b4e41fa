using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// The way of one row: wait for its turn, ask the journal, look who is there, send, and find out what became of it where
/// the answer was lost.
/// </summary>
internal sealed class RowWriter
{
    private readonly KaptureClient _client;
    private readonly BulkOptions _options;
    private readonly RowTurns _turns;
    private readonly ExistingCustomers _existing;
    private readonly UncertainWrites _uncertain;
    private readonly WritesUnderWay _underWay = new();
    private KaptureException? _journalFailure;

    public RowWriter(KaptureClient client, BulkOptions options, RowTurns turns)
    {
        _client = client;
        _options = options;
        _turns = turns;
        var lookUps = options.LookUpClient ?? client;
        _existing = new ExistingCustomers(lookUps, options.MatchBy);
        _uncertain = new UncertainWrites(lookUps, _underWay);
    }

    /// <summary>What makes the run safe to kill; <see langword="null"/> for nothing.</summary>
    public Journal? Journal { get; set; }

    private DateTimeOffset Now => _client.Options.Time.GetUtcNow();

    /// <summary>Brings to disk what the journal knows.</summary>
    /// <exception cref="KaptureException">JournalFailed: it cannot be written.</exception>
    public void Flush()
    {
        if (Interlocked.Exchange(ref _journalFailure, null) is { } failure)
            throw failure;
        Journal?.Flush();
    }

    /// <summary>Writes a row, and says what became of it.</summary>
    [MethodImpl(HotPath.Compile)]
    public async Task<BulkOutcome> RunAsync(BulkRow row, CancellationToken cancellationToken)
    {
        try
        {
            if (row.Turn is { } turn)
                await turn.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var request = _client.Word(row.Operation, row.CustomerId, row.Fields);
            return row.Done(Journal is { } journal
                ? await WriteJournaledAsync(journal, row, request, cancellationToken).ConfigureAwait(false)
                : await WriteAsync(row, request, cancellationToken).ConfigureAwait(false));
        }
        catch (KaptureException e)
        {
            return row.Failed(e);
        }
        finally
        {
            _turns.Leave(row);
        }
    }

    private async Task<WriteResult> WriteJournaledAsync(Journal journal, BulkRow row, DialectRequest request, CancellationToken cancellationToken)
    {
        var entry = row.Entry = journal.Enter(row.Row, request.Body);
        if (entry.State == JournalRowState.Done)
        {
            _underWay.Resume(row, entry);
            return Resumed(row, entry);
        }

        var isInDoubt = entry.State == JournalRowState.InDoubt;
        KaptureException? earlier = null;
        try
        {
            if (isInDoubt)
            {
                var lookUp = await FindAsync(row, entry, cancellationToken).ConfigureAwait(false);
                if (lookUp.Customer is not null)
                    return Note(journal, entry, Reconciled(row, row.CustomerId, lookUp, 0));
                isInDoubt = !lookUp.IsAbsent;
                earlier = isInDoubt ? OfEarlierRun(lookUp) : null;
            }

            if (Volatile.Read(ref _journalFailure) is { } failed)
                throw failed.WithNote("What this row asks for was not sent.");
            journal.Begin(entry);
            return Note(journal, entry, await WriteAsync(row, request, cancellationToken).ConfigureAwait(false));
        }
        catch (KaptureException e) when (e.ErrorId != KaptureErrorId.JournalFailed)
        {
            // What is refused now says nothing of what an earlier run has sent; what ends the run has to be seen.
            var told = earlier is null || e.MayBeApplied || e.EndsRun ? e : earlier.WithNote($"It was tried again, and that failed: {e.Words}", e.Attempts);
            Note(journal, entry, told, isInDoubt || e.MayBeApplied);
            if (told != e)
                throw told;
            throw;
        }
    }

    // What became of the row is known and is told as it is; a journal that fails ends the run with the next row.
    private WriteResult Note(Journal journal, JournalRow entry, WriteResult result)
    {
        try
        {
            journal.Done(entry, result.CustomerId, result.ContactId);
        }
        catch (KaptureException e) when (e.ErrorId == KaptureErrorId.JournalFailed)
        {
            Volatile.Write(ref _journalFailure, e);
        }

        return result;
    }

    private void Note(Journal journal, JournalRow entry, KaptureException failure, bool isInDoubt)
    {
        try
        {
            if (isInDoubt)
                journal.InDoubt(entry, failure);
            else
                journal.Failed(entry, failure);
        }
        catch (KaptureException e) when (e.ErrorId == KaptureErrorId.JournalFailed)
        {
            Volatile.Write(ref _journalFailure, e);
        }
    }

    private Task<WriteResult> WriteAsync(BulkRow row, in DialectRequest request, CancellationToken cancellationToken) =>
        IsLookedUp(row)
            ? WriteUnlessThereAsync(row, request, cancellationToken)
            : SendAsync(row, request, row.CustomerId, row.Fields, cancellationToken);

    private async Task<WriteResult> WriteUnlessThereAsync(BulkRow row, DialectRequest request, CancellationToken cancellationToken)
    {
        if (await _existing.FindAsync(row, cancellationToken).ConfigureAwait(false) is not { } found)
            return await SendAsync(row, request, null, row.Fields, cancellationToken).ConfigureAwait(false);

        var (customer, by) = found;
        if (_options.IfExists == IfExists.Fail)
            throw new KaptureException(KaptureErrorId.CustomerExists, $"Customer {customer} has this {by.ToString().ToLowerInvariant()} already; nothing was sent. Leave the row out, or use -IfExists Skip or Update.");
        if (_options.IfExists == IfExists.Skip)
            return new WriteResult { Row = row.Row, CustomerId = customer.Id, Action = WriteAction.Skipped, Name = row.Name, Message = $"Customer {customer} has this {by.ToString().ToLowerInvariant()} already; nothing was sent." };

        var change = row.Fields.Copy();
        change.RemoveWhatIsAlready(customer);
        StoredFields.MatchContacts(change, customer);
        if (change.IsEmpty)
            return WriteResult.Unchanged(row.Row, customer.Id, customer.Name);
        var result = await SendAsync(row, _client.Word(KaptureOperation.Update, customer.Id, change), customer.Id, change, cancellationToken).ConfigureAwait(false);
        return result with { WasUpdateAsked = true, Name = row.Name };
    }

    [MethodImpl(HotPath.Compile)]
    private async Task<WriteResult> SendAsync(BulkRow row, DialectRequest request, long? customerId, CustomerFields fields, CancellationToken cancellationToken)
    {
        var sent = 0;
        KaptureException? doubt = null;
        while (true)
        {
            var began = Now;
            WriteResult? arrived = null;
            KaptureException lost;
            _underWay.Enter(row);
            try
            {
                var reply = await _client.SendAsync(request, row.Call, cancellationToken).ConfigureAwait(false);
                arrived = _client.ReadWrite(reply, customerId, row.Name, row.Row);
                return sent == 0 ? arrived : arrived with { Attempts = sent + arrived.Attempts };
            }
            catch (KaptureException e) when (e.ErrorId == KaptureErrorId.WriteUncertain)
            {
                lost = e;
                sent += e.Attempts;
            }
            catch (KaptureException e) when (doubt is not null)
            {
                // No look-up could settle what became of the attempt before: a refusal of this one says nothing of it.
                throw doubt.WithNote($"It was sent again, and that failed: {e.Words}", sent + e.Attempts);
            }
            finally
            {
                _underWay.Leave(row, customerId, fields, arrived);
            }

            var lookUp = await _uncertain.AskAsync(row, customerId, fields, began, lost: Now, OfOthers(row), cancellationToken).ConfigureAwait(false);
            if (lookUp.Customer is not null)
                return Reconciled(row, customerId, lookUp, sent);
            var isAbsent = lookUp.IsAbsent && !lost.MayStillArrive;
            var mayBeSentAgain = isAbsent || ((lookUp.IsAbsent || lookUp.IsUntold) && IsRepeatable(customerId, fields));
            if (!mayBeSentAgain || sent > _client.Options.MaximumRetryCount)
                throw lost.WithNote(lookUp.Note, sent);
            doubt ??= isAbsent ? null : lost;
        }
    }

    // An earlier run was killed, or lost the answer: what it sent is looked up before it is sent again.
    private async Task<LookUp> FindAsync(BulkRow row, JournalRow entry, CancellationToken cancellationToken)
    {
        var began = entry.Began ?? Now;
        var lookUp = await _uncertain.AskAsync(row, row.CustomerId, row.Fields, began, lost: began, OfOthers(row), cancellationToken).ConfigureAwait(false);

        // A row that is looked up before it is sent cannot become a second customer.
        if (lookUp.Customer is not null || lookUp.IsAbsent || lookUp.IsUntold || IsLookedUp(row))
            return lookUp;
        throw OfEarlierRun(lookUp).WithNote("Look the customer up; nothing was sent now.");
    }

    private static KaptureException OfEarlierRun(in LookUp lookUp) =>
        new(KaptureErrorId.WriteUncertain, $"An earlier run may or may not have applied the row. {lookUp.Note}");

    private bool IsLookedUp(BulkRow row) => row.CustomerId is null && _options.IfExists != IfExists.Send;

    private OtherRows OfOthers(BulkRow row) => row.Entry is { } entry ? Journal!.OthersLike(entry) : OtherRows.None;

    private static WriteResult Resumed(BulkRow row, JournalRow entry) => new()
    {
        Row = row.Row,
        CustomerId = entry.CustomerId,
        ContactId = entry.ContactId,
        Action = WriteAction.Resumed,
        Name = row.Name,
        Message = "An earlier run did this row; nothing was sent.",
    };

    private static WriteResult Reconciled(BulkRow row, long? customerId, LookUp lookUp, int sent)
    {
        var customer = lookUp.Customer!;
        var contact = lookUp.Contact ?? Array.Find(customer.Contacts, contact => contact.IsPrimary == true);
        return new WriteResult
        {
            Row = row.Row,
            CustomerId = customer.Id,
            ContactId = contact?.Id,

            // A row that was to be added may have become a change of the customer that was there.
            Action = row.Operation == KaptureOperation.Add && customerId is not null ? WriteAction.Updated : row.AskedAction,
            Name = row.Name ?? customer.Name,
            Message = "The answer was lost; a look-up found the row applied.",
            Attempts = sent,
            Reconciled = true,
        };
    }

    // Fields that are set twice are as if they were set once; a contact or an enquiry would be there twice.
    private static bool IsRepeatable(long? customerId, CustomerFields fields) =>
        customerId is not null && fields.Enquiry is null && fields.Contacts.All(contact => contact.Id is not null);
}
