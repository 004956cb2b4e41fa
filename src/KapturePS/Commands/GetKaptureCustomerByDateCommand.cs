using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Streams the customers that were made in a range of dates (Pull Customer API by Date Range).</summary>
[Cmdlet(VerbsCommon.Get, "KaptureCustomerByDate")]
[OutputType(typeof(Customer))]
public sealed partial class GetKaptureCustomerByDateCommand : KaptureCommand
{
    private readonly ConcurrentQueue<string> _unreadable = new();
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            var zone = Connection.TimeZone;
            var range = DateRange.Create(StartDate, EndDate, zone, Connection.Client.Options.Time.GetUtcNow());
            var accountId = AccountId ?? Connection.AccountId
                ?? throw Terminate(new KaptureException(KaptureErrorId.MissingField, "The account id is missing: give -AccountId here, or to Connect-Kapture."), null);
            var pull = new CustomerPull(accountId, CreateFilter(), PageSize, ThrottleLimit, _unreadable.Enqueue);
            Stream(Connection.Client.GetCustomersAsync(range, pull, Log.For(0), StopToken));
        }
        catch (KaptureException e)
        {
            Report(e, e.Value ?? StartDate);
        }
    }

    private void Stream(IAsyncEnumerable<Customer> customers)
    {
        var progress = new ProgressReporter(this);
        var watch = Stopwatch.StartNew();
        var enumerator = customers.GetAsyncEnumerator(StopToken);
        try
        {
            for (long index = 0; Await(enumerator.MoveNextAsync().AsTask()); index++)
            {
                FlushMessages();
                if (index < Skip)
                    continue;
                WriteObject(enumerator.Current);
                progress.Show(new BulkProgress(index - Skip + 1, 0, watch.Elapsed, null));
                if (index - Skip + 1 >= First)
                    break;
            }
        }
        finally
        {
            // Stops the fetching ahead, also where the pipeline ends in the middle.
            enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        FlushMessages();
        progress.Complete();
    }

    private void FlushMessages()
    {
        Log.Flush();
        while (_unreadable.TryDequeue(out var field))
        {
            if (_warned.Add(field))
                WriteWarning($"The service wrote a {field} that could not be read. The property is empty; the value as it came is in AdditionalProperties['{field}'].");
        }
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
            CustomerType = CustomerTypeText.TryRead(CustomerType.ToString(), out var type) ? type : null,
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
