using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Rows of one run that look the same in the service: the customer of one is never taken for that of the other.</summary>
public sealed class TwinRowsTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Both_answers_lost_each_finds_its_own_among_the_customers_of_the_day(int throttleLimit)
    {
        using var service = new EmulatedBulk();
        service.Break(LostAfter(2));

        var report = await service.RunAsync([EmulatedBulk.Add(1), EmulatedBulk.Add(2)], new BulkOptions { ThrottleLimit = throttleLimit });

        Assert.All(report.Results, result => Assert.True(result.Reconciled));
        Assert.Equal(2, report.Results.Select(result => result.CustomerId).Distinct().Count());
        Assert.Equal(2, service.Customers);
    }

    [Fact]
    public async Task Both_answers_lost_and_no_account_to_search_one_stays_in_doubt()
    {
        using var service = new EmulatedBulk(accountId: null);
        service.Break(LostAfter(2));

        var report = await service.RunAsync([EmulatedBulk.Add(1), EmulatedBulk.Add(2)]);

        Assert.Single(report.Outcomes, outcome => outcome.Result is WriteResult { Reconciled: true });
        Assert.Single(report.Outcomes, outcome => outcome.Failure?.ErrorId == KaptureErrorId.WriteUncertain);
        Assert.Equal(2, service.Customers);
    }

    [Fact]
    public async Task All_answers_lost_of_many_and_some_of_them_never_applied()
    {
        using var service = new EmulatedBulk(retries: 10);
        service.Break(
            new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add, Every = 3 },
            new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add });

        var report = await service.RunAsync(Enumerable.Range(1, 30).Select(row => EmulatedBulk.Add(row)));

        Assert.Equal(30, report.Results.Select(result => result.CustomerId).Distinct().Count());
        Assert.Equal(30, service.Customers);
    }

    [Fact]
    public async Task The_answered_customer_of_an_earlier_row_is_not_taken()
    {
        using var service = new EmulatedBulk();
        service.Break(new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add, Skip = 1, Times = 1 });

        var report = await service.RunAsync([EmulatedBulk.Add(1), EmulatedBulk.Add(2)], new BulkOptions { ThrottleLimit = 1 });

        Assert.Equal([(1, false), (2, false)], report.Results.Select(result => (result.Attempts, result.Reconciled)));
        Assert.Equal(2, service.Customers);
    }

    [Theory]
    [InlineData("Asha", "9380491326", null, null)]
    [InlineData("asha", "9380491326", null, null)]
    [InlineData("Asha", "9380491326", "asha@example.com", null)]
    [InlineData("Asha", "+91 93804 91326", "ASHA@example.com", "asha@example.com")]
    public async Task The_customer_of_a_row_whose_answer_is_still_to_come_is_not_taken(string name, string phone, string? email, string? firstEmail)
    {
        using var service = new EmulatedBulk();
        service.Break(new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add, Skip = 1, Times = 1 });
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The first row is lost when the second one has been applied, whose answer takes long.
        service.Door.Before = body => body.Contains("first", StringComparison.Ordinal) ? second.Task : Task.CompletedTask;
        service.Door.After = async body =>
        {
            if (body.Contains("second", StringComparison.Ordinal) && second.TrySetResult())
                await service.Time.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        };

        var report = await service.RunAsync([
            BulkRow.Add(1, new CustomerFields { Name = "Asha", Phone = "9380491326", Email = firstEmail, Remarks = "first" }),
            BulkRow.Add(2, new CustomerFields { Name = name, Phone = phone, Email = email, Remarks = "second" }),
        ]);

        Assert.All(report.Results, result => Assert.False(result.Reconciled));
        Assert.Equal(2, report.Results.Select(result => result.CustomerId).Distinct().Count());
        Assert.Equal(2, service.Customers);
    }

    [Fact]
    public async Task The_customer_of_a_row_that_sets_out_during_the_look_up_is_not_taken()
    {
        using var service = new EmulatedBulk();
        service.Break(new EmulatorFault { Kind = FaultKind.DropBefore, Operation = EmulatorOperation.Add, Times = 1 });
        var looking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Door.Before = body => !ServiceDoor.IsWrite(body) && looking.TrySetResult() ? applied.Task : Task.CompletedTask;
        service.Door.After = async body =>
        {
            if (ServiceDoor.IsWrite(body) && applied.TrySetResult())
                await service.Time.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        };

        var report = await service.RunAsync(Rows());

        Assert.All(report.Results, result => Assert.False(result.Reconciled));
        Assert.Equal(2, service.Customers);

        IEnumerable<BulkRow> Rows()
        {
            yield return EmulatedBulk.Add(1);
            Assert.True(looking.Task.Wait(_patience));
            yield return EmulatedBulk.Add(2);
        }
    }

    private static EmulatorFault LostAfter(int times) => new() { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add, Times = times };
}
