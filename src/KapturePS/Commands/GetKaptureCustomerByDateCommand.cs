using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Streams the customers that were made in a range of dates (Pull Customer API by Date Range).</summary>
[Cmdlet(VerbsCommon.Get, "KaptureCustomerByDate", HelpUri = HelpPages.Folder + "Get-KaptureCustomerByDate.md")]
[OutputType(typeof(Customer))]
public sealed partial class GetKaptureCustomerByDateCommand : KaptureCommand
{
    private readonly UnreadableWarnings _unreadable;
    private readonly Stopwatch _watch = new();
    private ProgressReporter _progress = null!;
    private Task _next = Task.CompletedTask;
    private long _given;
    private int _days;
    private int _daysDone;

    /// <summary>Makes the cmdlet, as the engine does.</summary>
    public GetKaptureCustomerByDateCommand() => _unreadable = new UnreadableWarnings(this);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _progress = new ProgressReporter(this);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            var client = Connection.Client;
            var range = DateRange.Create(StartDate, EndDate, Connection.TimeZone, client.Options.Time.GetUtcNow());
            _days = range.Days().Count();
            var pull = new CustomerPull(AccountId ?? Connection.AccountId, CreateFilter(), PageSize, ThrottleLimit, _ => Interlocked.Increment(ref _daysDone));
            Stream(client.GetCustomersAsync(range, pull, Log.For(0)));
        }
        catch (KaptureException e)
        {
            Log.Flush();
            _progress.Complete();
            if (e.ErrorId == KaptureErrorId.MissingField)
                throw Terminate(e, null);
            Report(e, e.Value ?? StartDate);
        }
    }

    private void Stream(IAsyncEnumerable<Customer> customers)
    {
        _watch.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        var enumerator = customers.GetAsyncEnumerator(stop.Token);
        try
        {
            for (long index = 0; _given < First && MoveNext(enumerator); index++)
            {
                if (index < Skip)
                    continue;
                var customer = enumerator.Current;
                _unreadable.Check(customer);
                LongIds.Mark(customer);
                WriteObject(customer);
                _given++;
            }
        }
        finally
        {
            // Stops the fetching ahead, also where the pipeline ends in the middle; what is waited for has to end before the rest can.
            stop.Cancel();
            Task.WaitAny(_next);
            enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _progress.Complete();
        }

        Log.Flush();
    }

    private bool MoveNext(IAsyncEnumerator<Customer> enumerator)
    {
        ShowProgress();
        var next = enumerator.MoveNextAsync();
        if (next.IsCompletedSuccessfully)
            return next.Result;
        var waiting = next.AsTask();
        _next = waiting;
        return Await(waiting, ShowProgress);
    }

    private void ShowProgress()
    {
        Tell();
        _progress.Show(new PullProgress(_given, Volatile.Read(ref _daysDone), _days, _watch.Elapsed), Held);
    }

    private CustomerFilter CreateFilter()
    {
        var filter = new CustomerFilter
        {
            Name = Name,
            Phone = Phone,
            Email = Email,
            CustomerCode = CustomerCode,
            CustomerId = CustomerId,
            DesignationType = DesignationType,
            ZoneIds = ZoneId ?? [],
            AssignedToIds = AssignedToId ?? [],
            CustomerType = CustomerTypeText.TryRead(CustomerType, out var type) ? type : null,
            PrimarySourceId = PrimarySourceId,
            SecondarySourceId = SecondarySourceId,
            TertiarySourceId = TertiarySourceId,
            AllCustomerPage = AllCustomerPage,
        };
        foreach (DictionaryEntry attribute in Attribute ?? new Hashtable())
            filter.SetAttribute(LanguagePrimitives.ConvertTo<string>(attribute.Key), LanguagePrimitives.ConvertTo<string>(attribute.Value));
        return filter;
    }
}
