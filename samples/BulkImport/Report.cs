using Kapture;

namespace BulkImport;

/// <summary>What the console shows.</summary>
internal static class Report
{
    public static void Row(BulkOutcome outcome)
    {
        if (outcome.Row == 1)
            Console.WriteLine($"\n{"Row",5}  {"Action",-8}  {"CustomerId",10}  {"ContactId",10}  Name");
        var result = (WriteResult?)outcome.Result;
        Console.WriteLine($"{outcome.Row,5}  {(object?)result?.Action ?? "Failed",-8}  {result?.CustomerId,10}  {result?.ContactId,10}  {result?.Name}");
    }

    public static void Moved(IEnumerable<Customer> customers, string from, string to)
    {
        Console.WriteLine($"\nMoved from {from} to {to}, as the service has them now:");
        foreach (var customer in customers)
            Console.WriteLine($"{customer.Id,17}  {customer.City,-10}  {customer.Created:yyyy-MM-dd HH:mm:ss}  {customer.Name}");
    }

    public static void Failures(IReadOnlyCollection<BulkOutcome> failed)
    {
        if (failed.Count == 0)
            return;
        Console.WriteLine("\nFailed:");
        foreach (var outcome in failed)
            Console.WriteLine($"  {outcome.Failure!.ErrorId,-14}  {outcome.Failure.Message}"); // the message names the row
    }
}
