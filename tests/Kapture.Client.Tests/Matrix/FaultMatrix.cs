using System.Collections.Concurrent;
using System.Text;

namespace Kapture.Tests.Matrix;

/// <summary>All cells of the matrix, each found out once, and the page that shows them.</summary>
internal static class FaultMatrix
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<FaultRow>>> _rows = new();

    private static readonly (MatrixOperation Operation, string Title)[] _columns =
    [
        (MatrixOperation.Add, "`New-KaptureCustomer`"),
        (MatrixOperation.Upsert, "`New-KaptureCustomer -IfExists Update`"),
        (MatrixOperation.Update, "`Set-KaptureCustomer`"),
        (MatrixOperation.AddContact, "`Add-KaptureContact`"),
        (MatrixOperation.Get, "`Get-KaptureCustomer`"),
        (MatrixOperation.Pull, "`Get-KaptureCustomerByDate`"),
        (MatrixOperation.InvokeRead, "`Invoke-KaptureRequest`, a path that reads"),
        (MatrixOperation.InvokeWrite, "`Invoke-KaptureRequest`, any other"),
    ];

    /// <summary>Finds out what a fault does to every operation.</summary>
    public static Task<FaultRow> RowAsync(string what) => _rows.GetOrAdd(what, what => new(() => FindOutAsync(Fault.All.Single(fault => fault.What == what)))).Value;

    /// <summary>The page as it has to be.</summary>
    public static async Task<string> WriteAsync()
    {
        var page = new StringBuilder(Introduction);
        await AppendAsync(page, "A fault that stays", "Every request is hit, the look-ups among them.", row => row.Stays);
        await AppendAsync(page, "A fault that passes", "Only the first request is hit (`\"times\":1` in the rule): what a look-up finds, and what is sent again.", row => row.Passes);
        return page.ToString();
    }

    /// <summary>What each operation sees, in the order of the columns.</summary>
    public static IEnumerable<string> Texts(IReadOnlyList<MatrixCell> cells) => _columns.Select(column => Text([.. cells.Where(cell => cell.Operation == column.Operation)]));

    private static string Introduction =>
        $"""
        # The fault matrix

        What a script sees of each cmdlet when something goes wrong on the way or at the service, and how many requests arrive: found out
        over real sockets with `-MaximumRetryCount {MatrixService.Retries}`, and compared with this page by every run of the tests.

        - A **cell** is what was done (`Added`, `Updated`, `ContactAdded`; `Reconciled` where the answer was lost and a look-up found the row
          applied; `ok` for what reads and for a request of your own, `warned` where a field of it cannot be read) or the id of the error;
          `Get-Help about_KapturePS_Errors` has them all.
        - **In brackets** are the requests that arrived; of a row, those that write and, behind the plus, those that look it up. So
          `Reconciled (1+1)` was sent once, looked up once, and found. Where nobody listens they are those that were tried.
        - *Done* and *nothing done* say whether a write was applied. Where neither is said, the answer is the true one with something
          wrong about it, or a refusal.
        - The **rule** orders the fault from the emulator, in the list of `PUT /_emulator/faults`: [emulator.md](emulator.md#faults-to-order).
        - Both generations of the API do the same, but where a cell names them. `-IfExists` is V1's alone.

        In every cell the write is there once at most. It is a success only where it is there; where it may be there, the error is
        `WriteUncertain` or `UnexpectedResponse`, both of which say to look first; no other host gets a request; and the next row works.

        """;

    private static async Task AppendAsync(StringBuilder page, string title, string words, Func<FaultRow, IReadOnlyList<MatrixCell>> of)
    {
        page.Append("\n## ").Append(title).Append("\n\n").Append(words).Append("\n\n| what goes wrong | rule | ")
            .AppendJoin(" | ", _columns.Select(column => column.Title)).Append(" |\n|---|---|").Insert(page.Length, "---|", _columns.Length).Append('\n');
        foreach (var fault in Fault.All)
        {
            page.Append("| ").Append(fault.What).Append(" | ").Append(fault.IsRefusal ? "" : $"`{fault.Rule}`").Append(" | ")
                .AppendJoin(" | ", Texts(of(await RowAsync(fault.What)))).Append(" |\n");
        }
    }

    private static string Text(MatrixCell[] dialects) =>
        dialects.Select(cell => cell.ToString()).Distinct().Count() == 1 ? $"{dialects[0]}" : string.Join("; ", dialects.Select(cell => $"{cell.Dialect}: {cell}"));

    private static async Task<FaultRow> FindOutAsync(Fault fault)
    {
        await using var service = await MatrixService.StartAsync();
        return new FaultRow(fault, await CallAllAsync(service, fault, passes: false), await CallAllAsync(service, fault, passes: true));
    }

    private static async Task<IReadOnlyList<MatrixCell>> CallAllAsync(MatrixService service, Fault fault, bool passes)
    {
        var cells = new List<MatrixCell>();
        foreach (var dialect in new[] { Dialect.V1, Dialect.Legacy })
        {
            foreach (var operation in Enum.GetValues<MatrixOperation>())
            {
                // Legacy has no look-up by phone, and requests of one's own know no dialect.
                if (dialect == Dialect.V1 || operation is not (MatrixOperation.Upsert or MatrixOperation.InvokeRead or MatrixOperation.InvokeWrite))
                    cells.Add(await service.CallAsync(fault, operation, dialect, passes));
            }
        }

        return cells;
    }
}

/// <summary>What a fault does to every operation.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Stays">Where every request is hit.</param>
/// <param name="Passes">Where only the first one is.</param>
internal sealed record FaultRow(Fault Fault, IReadOnlyList<MatrixCell> Stays, IReadOnlyList<MatrixCell> Passes)
{
    public IEnumerable<MatrixCell> Cells => Stays.Concat(Passes);
}
