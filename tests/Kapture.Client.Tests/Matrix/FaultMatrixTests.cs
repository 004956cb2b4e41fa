namespace Kapture.Tests.Matrix;

/// <summary>
/// Every operation and every fault, over real sockets: docs/fault-matrix.md, and what holds in each of its cells. To write the
/// page anew, run this class with KAPTURE_FAULT_MATRIX=write, and read what has changed.
/// </summary>
public sealed class FaultMatrixTests
{
    // The service's own words are cut to fewer.
    private const int LongestMessage = 5000;

    private static readonly string[] _successes = ["ok", "Added", "Updated", "ContactAdded", "Unchanged", "Reconciled"];

    public static TheoryData<string> Faults => [.. Fault.All.Select(fault => fault.What)];

    public static TheoryData<string> Harmless => [.. Fault.All.Where(fault => fault.IsHarmless).Select(fault => fault.What)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_is_there_once_at_most(string fault) => await HoldsAsync(fault, cell => cell.Applied is 0 or 1);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_is_a_success_only_where_it_is_there(string fault) =>
        await HoldsAsync(fault, cell => !cell.IsWrite || cell.Error is not null || cell.Applied == 1);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_that_is_there_never_failed_for_certain(string fault) => await HoldsAsync(fault, cell =>
        cell.Error is null || cell.Applied == 0 || cell.Error.ErrorId is KaptureErrorId.WriteUncertain or KaptureErrorId.UnexpectedResponse);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_in_doubt_that_nobody_can_look_up_is_sent_once(string fault)
    {
        if (fault.Contains("Retry-After", StringComparison.Ordinal))
            return; // where the service says when to come back, it has done nothing
        var row = await FaultMatrix.RowAsync(fault);
        Assert.DoesNotContain(
            row.Stays.Concat(row.Passes.Where(cell => cell.Operation == MatrixOperation.InvokeWrite)),
            cell => cell.Error?.ErrorId == KaptureErrorId.WriteUncertain && cell.Writes > 1);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_sent_more_often_than_the_retries_say(string fault) =>
        await HoldsAsync(fault, cell => cell.Writes <= 1 + MatrixService.Retries && cell.Reads <= cell.Questions * (1 + MatrixService.Retries));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task No_other_host_gets_a_request(string fault) => await HoldsAsync(fault, cell => cell.Elsewhere == 0);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_next_row_works(string fault) => await HoldsAsync(fault, cell => _successes.Contains(cell.Next));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_read_is_the_truth(string fault) =>
        await HoldsAsync(fault, cell => cell.Read is null or MatrixService.Truth or MatrixService.Unreadable || (cell.Operation == MatrixOperation.InvokeRead && fault == "about another customer"));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_error_can_be_read(string fault) => await HoldsAsync(fault, cell =>
        cell.Error is not { } error || (error.Message.Length < LongestMessage && !(error.ServiceMessage?.Length > LongestMessage) && error.Attempts > 0));

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task An_answer_is_an_answer_however_it_travels(string fault) =>
        await HoldsAsync(fault, cell => cell.Error is null && cell.Writes <= 1 && cell.Said != "Reconciled");

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_read_whose_answer_breaks_off_is_asked_again(string fault)
    {
        if (!fault.StartsWith("half a JSON", StringComparison.Ordinal) && !fault.StartsWith("reset", StringComparison.Ordinal) && fault != "no last chunk")
            return; // nothing is missing

        var row = await FaultMatrix.RowAsync(fault);
        Assert.All(row.Passes.Where(cell => cell.Read is not null || !cell.IsWrite), cell => Assert.Null(cell.Error));
    }

    [Fact]
    public async Task The_page_says_what_happens()
    {
        var path = Path.Combine(Root(), "docs", "fault-matrix.md");
        var page = await FaultMatrix.WriteAsync();
        if (Environment.GetEnvironmentVariable("KAPTURE_FAULT_MATRIX") == "write")
            await File.WriteAllTextAsync(path, page);

        var lines = (await File.ReadAllTextAsync(path)).Split('\n');
        var other = page.Split('\n').Index().FirstOrDefault(line => line.Index >= lines.Length || line.Item != lines[line.Index]);
        Assert.True(other.Item is null && page.Split('\n').Length == lines.Length,
            $"docs/fault-matrix.md says something else than what happens:\n{other.Item}\nRun this test with KAPTURE_FAULT_MATRIX=write, and read what has changed.");
    }

    private static async Task HoldsAsync(string fault, Func<MatrixCell, bool> holds)
    {
        var row = await FaultMatrix.RowAsync(fault);
        Assert.Empty(row.Cells.Where(cell => !holds(cell)).Select(cell => $"{cell.Dialect} {cell.Operation}: {cell}, applied {cell.Applied}, read {cell.Read}, next {cell.Next}, {cell.Error?.Message}"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KapturePS.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
