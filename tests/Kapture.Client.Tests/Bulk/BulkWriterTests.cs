using System.Collections.Concurrent;
using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

/// <summary>Many rows through the writer, against an emulator in the same process.</summary>
public sealed class BulkWriterTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Without_rows_nothing_is_sent()
    {
        using var service = new EmulatedBulk();

        var report = await service.RunAsync([]);

        Assert.Empty(report.Outcomes);
        Assert.Empty(service.Door.Sent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Every_row_arrives_once_and_results_come_in_their_order(int throttleLimit)
    {
        using var service = new EmulatedBulk();
        var atWork = 0;
        var most = 0;
        service.Door.Before = async body =>
        {
            lock (service)
                most = Math.Max(most, ++atWork);
            await service.Time.WaitAsync(TimeSpan.FromMilliseconds(Spread(body)), CancellationToken.None);
        };
        service.Door.After = _ =>
        {
            lock (service)
                atWork--;
            return Task.CompletedTask;
        };

        var report = await service.RunAsync(People(300), new BulkOptions { ThrottleLimit = throttleLimit });

        Assert.Equal(Enumerable.Range(1, 300), report.Rows);
        Assert.Equal(Enumerable.Range(1, 300).Select(row => $"n{row}"), report.Results.Select(result => result.Name));
        Assert.All(report.Results, result => Assert.Equal((WriteAction.Added, 1), (result.Action, result.Attempts)));
        foreach (var row in new[] { 1, 150, 300 })
            Assert.Equal($"n{row}", (await service.GetAsync(report.Results[row - 1].CustomerId)).Name);
        Assert.Equal(300, service.Customers);

        // How many meet is the scheduler's business; that no more do is ours.
        Assert.InRange(most, 1, throttleLimit);
        Assert.Equal((300, 300L, 0L), (report.LastRow, report.Progress.Done, report.Progress.Failed));
    }

    [Fact]
    public async Task A_row_that_fails_fails_alone_with_its_number_and_target()
    {
        using var service = new EmulatedBulk();
        var target = new object();

        var report = await service.RunAsync(Enumerable.Range(1, 20).Select(row => row == 7
            ? BulkRow.Add(7, new CustomerFields { Name = "nobody" }, target)
            : EmulatedBulk.Add(row, $"n{row}", $"{row}")));

        Assert.Equal(Enumerable.Range(1, 20), report.Rows);
        var failed = Assert.Single(report.Outcomes, outcome => outcome.Failure is not null);
        Assert.Equal((7, KaptureErrorId.MissingField, 7), (failed.Row, failed.Failure!.ErrorId, failed.Failure.Row));
        Assert.Same(target, failed.Target);
        Assert.Equal(19, service.Customers);
    }

    [Fact]
    public async Task Rows_that_all_fail_are_all_sent_and_all_reported()
    {
        using var service = new EmulatedBulk();
        service.Break(new EmulatorFault { Kind = FaultKind.Status, StatusCode = 403, Operation = EmulatorOperation.Add });

        var report = await service.RunAsync(People(40));

        Assert.Equal(Enumerable.Range(1, 40), report.Rows);
        Assert.All(report.Outcomes, outcome => Assert.Equal(KaptureErrorId.PermissionDenied, outcome.Failure?.ErrorId));
        Assert.Equal(40, service.Requests(EmulatorOperation.Add));
        Assert.Null(report.EndedBy);
    }

    [Fact]
    public async Task A_refused_key_ends_the_run_with_the_rows_that_were_under_way()
    {
        using var service = new EmulatedBulk(token: "another-token");

        var report = await service.RunAsync(People(1000), new BulkOptions { ThrottleLimit = 4 });

        Assert.Equal((1, KaptureErrorId.AuthenticationFailed), (report.EndedBy!.Row, report.EndedBy.Failure!.ErrorId));
        Assert.Equal(Enumerable.Range(2, report.LastRow - 1), report.Rows);
        Assert.Equal(report.LastRow, service.Requests(EmulatorOperation.Add));
        Assert.InRange(report.LastRow, 1, 4);
    }

    [Fact]
    public async Task Nobody_there_ends_the_run_after_a_few_rows()
    {
        using var service = new EmulatedBulk(retries: 1);
        service.Door.Before = _ => throw BrokenConnection.Refused();

        var report = await service.RunAsync(People(1000), new BulkOptions { ThrottleLimit = 4 });

        Assert.Equal((4, KaptureErrorId.ServiceUnavailable), (report.EndedBy!.Row, report.EndedBy.Failure!.ErrorId));
        Assert.Equal(Enumerable.Range(1, report.LastRow).Where(row => row != 4), report.Rows);
        Assert.Equal(2 * report.LastRow, service.Door.Sent.Count);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_nothing_further_arrives()
    {
        using var service = new EmulatedBulk();
        var held = new TaskCompletionSource();
        service.Door.Before = body => body.Contains("n1\"", StringComparison.Ordinal) ? Task.CompletedTask : held.Task;
        using var stop = new CancellationTokenSource();
        var writer = new BulkWriter(service.Client, new BulkOptions { ThrottleLimit = 3 });
        using var rows = People(100).GetEnumerator();
        while (writer.HasRoom && rows.MoveNext())
            writer.Add(rows.Current);
        Assert.True(writer.Take(out _, default));
        while (writer.HasRoom && rows.MoveNext())
            writer.Add(rows.Current);
        Assert.True(SpinWait.SpinUntil(() => service.Door.Sent.Count == 4, _patience));

        await stop.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => writer.Take(out _, stop.Token));
        await Task.Run(writer.Dispose).WaitAsync(_patience);
        held.SetResult();

        Assert.Equal(4, service.Door.Sent.Count);
        Assert.Equal(1, service.Customers);
        Assert.Equal(0, service.Emulator.GetStatistics().InFlight);
    }

    [Fact]
    public async Task Cancelled_while_rows_wait_for_their_turn_none_of_them_is_sent()
    {
        using var service = new EmulatedBulk();
        service.Door.Before = _ => new TaskCompletionSource().Task;
        var writer = new BulkWriter(service.Client, new BulkOptions { ThrottleLimit = 4 });
        for (var row = 1; row <= 4; row++)
            writer.Add(BulkRow.Update(row, 5, new CustomerFields { City = "Pune" }));
        Assert.True(SpinWait.SpinUntil(() => service.Door.Sent.Count == 1, _patience));

        await Task.Run(writer.Dispose).WaitAsync(_patience);

        Assert.Single(service.Door.Sent);
    }

    [Fact]
    public async Task Changes_of_one_customer_are_made_in_the_order_of_the_rows()
    {
        using var service = new EmulatedBulk();
        var ids = new[] { await service.HasAsync(Calls.Person("one", "1")), await service.HasAsync(Calls.Person("two", "2")) };
        service.Door.Before = body => service.Time.WaitAsync(TimeSpan.FromMilliseconds(Spread(body)), CancellationToken.None);
        var arrived = new ConcurrentQueue<string>();
        service.Door.After = body =>
        {
            arrived.Enqueue(body);
            return Task.CompletedTask;
        };

        var report = await service.RunAsync(
            Enumerable.Range(1, 80).Select(row => BulkRow.Update(row, ids[row % 2], new CustomerFields { City = $"city {row:00}" })),
            new BulkOptions { ThrottleLimit = 16 });

        Assert.All(report.Results, result => Assert.Equal(WriteAction.Updated, result.Action));
        Assert.Equal("city 80", (await service.GetAsync(ids[0])).City);
        Assert.Equal("city 79", (await service.GetAsync(ids[1])).City);
        foreach (var id in ids)
        {
            var cities = arrived.Where(body => body.Contains($"{id}", StringComparison.Ordinal) && ServiceDoor.IsWrite(body)).Select(body => body[body.IndexOf("city ", StringComparison.Ordinal)..][..7]).ToArray();
            Assert.Equal(40, cities.Length);
            Assert.Equal(cities.Order(), cities);
        }
    }

    [Fact]
    public async Task A_failed_change_lets_the_next_one_of_the_customer_go_on()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(new EmulatorFault { Kind = FaultKind.Status, StatusCode = 403, Operation = EmulatorOperation.Update, Times = 1 });

        var report = await service.RunAsync([
            BulkRow.Update(1, id, new CustomerFields { City = "Pune" }),
            BulkRow.Update(2, id, new CustomerFields { City = "Kochi" }),
        ]);

        Assert.Equal(KaptureErrorId.PermissionDenied, report.Outcomes[0].Failure?.ErrorId);
        Assert.Equal("Kochi", (await service.GetAsync(id)).City);
    }

    [Fact]
    public async Task A_row_without_room_keeps_nobody_waiting()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());

        var rows = await service.RunAsync(() =>
        {
            using var writer = new BulkWriter(service.Client, new BulkOptions { ThrottleLimit = 1 });
            writer.Add(EmulatedBulk.Add(1, "n1", "1"));
            Assert.Throws<InvalidOperationException>(() => writer.Add(BulkRow.Update(2, id, new CustomerFields { City = "Pune" })));
            Assert.True(writer.Take(out _, default));
            writer.Add(BulkRow.Update(3, id, new CustomerFields { City = "Kochi" }));
            return writer.Take(out var outcome, default) ? outcome.Row : 0;
        });

        Assert.Equal(3, rows);
    }

    [Fact]
    public async Task An_add_that_the_service_made_an_update_of_warns_once_with_the_customer()
    {
        using var service = new EmulatedBulk(new EmulatorOptions { MatchExisting = true });
        var id = await service.HasAsync(Calls.Person());

        var report = await service.RunAsync([EmulatedBulk.Add(1, city: "Pune"), EmulatedBulk.Add(2, "Bharat", "9380491327")]);

        Assert.Equal([WriteAction.Updated, WriteAction.Added], report.Results.Select(result => result.Action));
        Assert.Equal($"Row 1: the service was asked for Added and says Updated (customer {id}). Look at the customer.", report.Outcomes[0].Warning);
        Assert.Null(report.Outcomes[1].Warning);
    }

    [Fact]
    public async Task An_update_that_the_service_made_an_add_of_warns()
    {
        using var service = new EmulatedBulk();
        var id = await service.HasAsync(Calls.Person());
        service.Break(new EmulatorFault
        {
            Kind = FaultKind.Status,
            StatusCode = 200,
            Operation = EmulatorOperation.Update,
            Body = Calls.Added.Replace("\"customer_id\":5", $"\"customer_id\":{id}", StringComparison.Ordinal),
        });

        var outcome = await service.WriteAsync(BulkRow.Update(3, id, new CustomerFields { City = "Pune" }));

        Assert.Equal($"Row 3: the service was asked for Updated and says Added (customer {id}). Look at the customer.", outcome.Warning);
    }

    private static IEnumerable<BulkRow> People(int count) => Enumerable.Range(1, count).Select(row => EmulatedBulk.Add(row, $"n{row}", $"{row}"));

    // Answers out of order, and the same on every run.
    private static int Spread(string body) => body.Aggregate(17, (sum, c) => ((sum * 31) + c) % 97);
}
