using System.Globalization;

namespace Kapture.Tests.Bulk;

public sealed class DaySearchTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset _noon = new(2024, 5, 7, 12, 0, 0, KaptureTimeZone.India.BaseUtcOffset);

    private readonly Queue<TaskCompletionSource<HttpResponseMessage>> _answers = new();
    private readonly ScriptedHandler _service;
    private readonly KaptureClient _client;
    private readonly DaySearch _search;

    public DaySearchTests()
    {
        _service = new ScriptedHandler(TimeProvider.System, (_, stop) =>
        {
            var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_answers)
                _answers.Enqueue(answer);
            return answer.Task.WaitAsync(stop);
        });
        _client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token)) { Dialect = Dialect.Legacy, PrimaryHandler = _service, MaximumRetryCount = 0 });
        _search = new DaySearch(_client);
    }

    public void Dispose()
    {
        _client.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task Rows_that_ask_while_a_pull_is_under_way_share_the_next()
    {
        var first = FindAsync("Asha", "5550101");
        var under = await AskedAsync();
        var second = FindAsync("Bharat", "5550102");
        var third = FindAsync("Chitra", "5550103");

        Answer(under, Record(1, "Asha", "5550101"), Record(2, "Bharat", "5550102"));
        Assert.Equal("1", await first);

        // What the first pull was told may be from before the others asked.
        Assert.False(second.IsCompleted);
        Answer(await AskedAsync(), Record(2, "Bharat", "5550102"), Record(3, "Chitra", "5550103"), Record(4, "Chitra", "5550104"));
        Assert.Equal("2", await second.WaitAsync(_patience, TimeProvider.System));
        Assert.Equal("3", await third.WaitAsync(_patience, TimeProvider.System));
        Assert.Equal(2, _service.Sent.Count);
    }

    [Fact]
    public async Task A_pull_that_fails_fails_its_own_rows_alone()
    {
        var first = FindAsync("Asha", "5550101");
        var under = await AskedAsync();
        var second = FindAsync("Bharat", "5550102");

        under.SetResult(ScriptedHandler.Reply(403));
        await Calls.ThrowsAsync(KaptureErrorId.PermissionDenied, () => first);

        Answer(await AskedAsync(), Record(2, "Bharat", "5550102"));
        Assert.Equal("2", await second.WaitAsync(_patience, TimeProvider.System));
    }

    [Fact]
    public async Task A_row_of_last_month_is_not_pulled_together_with_one_of_today()
    {
        var first = FindAsync("Asha", "5550101");
        var under = await AskedAsync();
        var old = FindAsync("Bharat", "5550102", _noon.AddDays(-30));
        var other = FindAsync("Chitra", "5550103");

        Answer(under, Record(1, "Asha", "5550101"));
        await first;
        Answer(await AskedAsync(), Record(2, "Bharat", "5550102", _noon.AddDays(-30)));
        Assert.Equal("2", await old.WaitAsync(_patience, TimeProvider.System));
        Answer(await AskedAsync(), Record(3, "Chitra", "5550103"));
        Assert.Equal("3", await other.WaitAsync(_patience, TimeProvider.System));

        Assert.Equal(["2024-05-07", "2024-04-07", "2024-05-07"], _service.Sent.Select(sent => sent.Text.Substring(15, 10)));
    }

    [Fact]
    public async Task Who_stops_waits_no_longer()
    {
        using var stop = new CancellationTokenSource();
        var first = FindAsync("Asha", "5550101", cancellationToken: stop.Token);
        await AskedAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(_patience, TimeProvider.System));
    }

    private static string Record(int id, string name, string phone, DateTimeOffset? created = null) => string.Format(
        CultureInfo.InvariantCulture, "{{\"id\":{0},\"name\":\"{1}\",\"generationDate\":\"{2:MMM d, yyyy h:mm:ss tt}\",\"contacts\":[{{\"id\":{0},\"phone\":\"{3}\"}}]}}", id, name, created ?? _noon, phone);

    private static void Answer(TaskCompletionSource<HttpResponseMessage> asked, params string[] records) =>
        asked.SetResult(ScriptedHandler.Reply(200, $"{{\"message\":[{string.Join(",", records)}],\"status\":\"success\"}}"));

    private async Task<string> FindAsync(string name, string phone, DateTimeOffset? at = null, CancellationToken cancellationToken = default)
    {
        var from = at ?? _noon;
        var row = BulkRow.Add(1, new CustomerFields { Name = name, Phone = phone });
        var found = await _search.FindAsync(row, [CustomerKey.ByPhone(phone)], from, from.AddMinutes(1), cancellationToken);
        return string.Join(" ", found.Select(customer => customer.Id));
    }

    private async Task<TaskCompletionSource<HttpResponseMessage>> AskedAsync()
    {
        for (var started = DateTime.UtcNow; DateTime.UtcNow - started < _patience; await Task.Yield())
        {
            lock (_answers)
            {
                if (_answers.TryDequeue(out var answer))
                    return answer;
            }
        }

        throw new TimeoutException("Nothing was asked.");
    }
}
