using System.IO.Compression;
using System.Text;
using Kapture.Emulator;

namespace Kapture.Tests.Pull;

/// <summary>Answers that the service may give, however odd: everybody comes once, or the stream says what is wrong.</summary>
public sealed class OddAnswerTests
{
    private static readonly DateTime _day = new(2024, 5, 2);

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Pages_of_customers_without_an_id_are_all_given(int pageSize)
    {
        var service = new DayService(page => page.Offset < 10 * page.Limit
            ? string.Join(",", Enumerable.Repeat("""{"name":"Asha","generationDate":"May 2, 2024 4:15:42 PM"}""", page.Limit))
            : string.Empty);

        Assert.Equal(10 * pageSize, (await PullAsync(service, pageSize: pageSize)).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_service_that_gives_customers_without_an_id_over_and_over_does_not_keep_the_pull_for_ever(int daysAhead)
    {
        var service = new DayService(page => """{"name":"Asha","phone":"9900112200"},{"name":"Ravi","phone":"9900112201"}""");
        var given = new List<Customer>();

        var failure = await Assert.ThrowsAsync<KaptureException>(() => PullAsync(service, daysAhead: daysAhead, pageSize: 2, seen: given));

        Assert.Equal(KaptureErrorId.UnexpectedResponse, failure.ErrorId);
        Assert.Contains("same page over and over", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["Asha", "Ravi"], given.Select(customer => customer.Name).Distinct());
        Assert.InRange(service.Asked.Count, 64, 128);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(5, 4)]
    public async Task Nobody_is_lost_where_a_page_full_arrives_before_page_after_page(int pageSize, int daysAhead)
    {
        // Newest first: each of three pages begins where the one before it did.
        var ids = Enumerable.Range(1, 4 * pageSize).Reverse().ToList();
        var service = new DayService(page =>
        {
            var answer = DayService.Records(page.Day, ids.Skip(page.Offset).Take(page.Limit).ToArray());
            if (ids.Count < 7 * pageSize)
                ids.InsertRange(0, Enumerable.Range(ids.Count + 1, pageSize).Reverse());
            return answer;
        });

        var given = (await PullAsync(service, daysAhead: daysAhead, pageSize: pageSize)).Select(customer => (int)customer.Id).ToList();

        Assert.Equal(given.Distinct(), given);
        Assert.Empty(Enumerable.Range(1, 4 * pageSize).Except(given));
    }

    [Theory]
    [InlineData(1, 1, 9)]
    [InlineData(5, 1, 9)]
    [InlineData(5, 4, 40)]
    public async Task Nobody_is_lost_where_many_pages_arrive_at_once(int pageSize, int daysAhead, int pages)
    {
        // Newest first: behind nine pages that have come, the next ones are of those who came just then, or the same nine again.
        var ids = Enumerable.Range(1, 12 * pageSize).Reverse().ToList();
        var service = new DayService(page =>
        {
            var answer = DayService.Records(page.Day, ids.Skip(page.Offset).Take(page.Limit).ToArray());
            if (page.Offset == 8 * pageSize && ids.Count == 12 * pageSize)
                ids.InsertRange(0, Enumerable.Range(ids.Count + 1, pages * pageSize).Reverse());
            return answer;
        });

        var given = (await PullAsync(service, daysAhead: daysAhead, pageSize: pageSize)).Select(customer => (int)customer.Id).ToList();

        Assert.Equal(given.Distinct(), given);
        Assert.Empty(Enumerable.Range(1, 12 * pageSize).Except(given));
    }

    [Fact]
    public async Task A_service_that_passes_nobody_over_gives_everybody_once()
    {
        var service = new DayService(page => DayService.Records(page.Day, 1, 2, 3));

        Assert.Equal([1, 2, 3], Ids(await PullAsync(service)));
        Assert.InRange(service.Asked.Count, 2, 5);
    }

    [Theory]
    [InlineData(EndDateReading.Inclusive, 1)]
    [InlineData(EndDateReading.Inclusive, 4)]
    [InlineData(EndDateReading.Exclusive, 1)]
    [InlineData(EndDateReading.Exclusive, 4)]
    public async Task Customers_without_a_date_come_once_whichever_way_the_end_is_read(EndDateReading reading, int daysAhead)
    {
        // A customer without a date and one with, on each of four days.
        var service = new DayService(page => string.Join(",", Enumerable.Range(0, reading == EndDateReading.Inclusive ? 2 : 1)
            .Select(later => page.Day.AddDays(later))
            .SelectMany(day => new[] { DayService.Records(null, day.Day * 10), DayService.Records(day, (day.Day * 10) + 1) })
            .Skip(page.Offset).Take(page.Limit)));

        var ids = Ids(await PullAsync(service, _day, _day.AddDays(3), daysAhead: daysAhead, pageSize: 1));

        // Whoever may be of the day after the last is given as well: better once too often than not at all.
        Assert.Equal([20, 21, 30, 31, 40, 41, 50, 51], ids.Where(id => id < 60).Order());
        Assert.Equal(ids.Distinct(), ids);
        Assert.DoesNotContain(61, ids);
    }

    [Theory]
    [InlineData("2024-05-02T00:00:00", "1")]
    [InlineData("2024-05-01T23:59:59", "")]
    [InlineData("2024-05-02T00:00:01", "")]
    public async Task An_instant_at_the_border_of_a_day_has_whoever_was_added_then(string instant, string expected)
    {
        var at = DateTime.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        var service = new DayService(page => page.Offset > 0 ? string.Empty
            : """{"id":1,"generationDate":"May 2, 2024 12:00:00 AM"},{"id":2,"generationDate":"May 2, 2024 8:00:00 AM"},{"id":3,"generationDate":"May 3, 2024 12:00:00 AM"}""");

        // An end at midnight would be a whole day, unless it says which midnight: so it is given in UTC.
        var utc = DateTime.SpecifyKind(at.AddMinutes(-330), DateTimeKind.Utc);

        Assert.Equal(expected, string.Join(" ", Ids(await PullAsync(service, utc, utc))));
        Assert.Equal([at.Date], service.Asked.Select(page => page.Day).Distinct());
    }

    [Fact]
    public async Task Who_is_dated_outside_the_range_or_the_day_is_left_out()
    {
        var service = new DayService(page => page.Offset > 0 ? string.Empty
            : """{"id":1,"generationDate":"May 1, 2024 11:59:59 PM"},{"id":"2","generationDate":"May 2, 2024 12:00:00 AM"},{"id":3,"generationDate":"May 2, 2034 4:15:42 PM"},{"id":"4","generationDate":"May 2, 2024 11:59:59 PM"},{"id":5,"generationDate":"May 3, 2024 12:00:00 AM"}""");

        Assert.Equal([2, 4], Ids(await PullAsync(service)));
    }

    [Fact]
    public async Task A_range_in_another_zone_than_the_service_has_the_same_customers()
    {
        var service = new DayService(page => page.Day == _day.AddDays(1) && page.Offset == 0
            ? """{"id":1,"generationDate":"May 3, 2024 2:00:00 AM"},{"id":2,"generationDate":"May 3, 2024 8:00:00 AM"}"""
            : string.Empty);
        using var client = Calls.Client(service);

        // Two in the morning in India is half past eight the evening before in UTC.
        var range = DateRange.Create(_day, _day, TimeZoneInfo.Utc, DateTimeOffset.UtcNow);

        Assert.Equal([1], Ids(await ReadAsync(client.GetCustomersAsync(range, new CustomerPull(1, new CustomerFilter())))));
    }

    [Fact]
    public async Task A_page_may_be_a_single_customer()
    {
        var handler = new ScriptedHandler(attempt => ScriptedHandler.Reply(200, attempt switch
        {
            1 => """{"message":{"id":"1","generationDate":"May 2, 2024 4:15:42 PM"},"status":"success"}""",
            2 => """{"Message":{"id":2,"generationDate":"May 2, 2024 4:15:42 PM"},"Status":"Success"};""",
            _ => Calls.Nobody,
        }));

        Assert.Equal([1, 2], Ids(await PullAsync(handler)));
    }

    [Theory]
    [InlineData("""{"message":[{"id":1,"generationDate":"May 2, 2024 4:15:42 PM"}],"status":"failed"}""", KaptureErrorId.Rejected)]
    [InlineData("""{"message":[{"id":1,"generationDate":"May 2, 2024 4:15:42 PM"},<html><body>Log in</body></html>""", KaptureErrorId.UnexpectedResponse)]
    [InlineData("""{"message":[{"id":1,"generationDate":"May 2, 2024 4:15:42 PM"}],"status":"success"}{"message":[]}""", KaptureErrorId.UnexpectedResponse)]
    [InlineData("""{"message":[{"id":1,"generationDate":"May 2, 2024 4:15:42 PM"}],"Message":"Auth Key Expired","Status":"Fail"}""", KaptureErrorId.AuthenticationFailed)]
    public async Task What_turns_out_to_be_a_failure_is_one_after_whoever_had_come(string body, KaptureErrorId id)
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, body));
        var seen = new List<Customer>();

        await Calls.ThrowsAsync(id, () => PullAsync(handler, seen: seen));

        Assert.Equal([1], Ids(seen));
        Assert.Single(handler.Sent);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_service_that_asks_to_wait_between_two_pages_is_asked_again(int status)
    {
        var time = new ManualTime();
        var handler = new ScriptedHandler(time, (attempt, _) => Task.FromResult(attempt switch
        {
            1 => DayService.Page(DayService.Records(_day, 1, 2)),
            2 => ScriptedHandler.Reply(status, """{"message":"later","status":"failed"}""", "30"),
            3 => DayService.Page(DayService.Records(_day, 3)),
            _ => DayService.Page(string.Empty),
        }));

        Assert.Equal([1, 2, 3], Ids(await time.RunAsync(() => PullAsync(handler, time: time, retries: 2), within: TimeSpan.FromSeconds(60))));
        Assert.Equal(TimeSpan.FromSeconds(30), handler.Sent[2].At - handler.Sent[1].At);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_page_is_read_as_it_comes(string coding)
    {
        await using var server = Server(coding, Compress(coding, Page(1, 2000)));
        using var client = Calls.Client(server.BaseUri);

        // The same page at every offset.
        Assert.Equal(2000, (await ReadAsync(Stream(client))).Count);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_page_that_breaks_off_or_is_garbled_is_asked_for_again_and_then_an_error_of_ours(string coding)
    {
        var whole = Compress(coding, Page(1, 2000));
        var garbled = whole.ToArray();
        garbled.AsSpan(garbled.Length / 2, 64).Fill(0xFF);
        foreach (var body in new[] { whole.Take(whole.Length / 2).ToArray(), garbled })
        {
            await using var server = Server(coding, body);
            using var client = Calls.Client(server.BaseUri, retries: 1);
            var seen = new List<Customer>();

            var error = await Assert.ThrowsAsync<KaptureException>(() => ReadAsync(Stream(client), seen));

            Assert.Contains("-StartDate 2024-05-02", error.Message, StringComparison.Ordinal);
            Assert.Equal(Ids(seen).Distinct(), Ids(seen));
        }
    }

    private static RawServer Server(string coding, byte[] body) =>
        new($"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Encoding: {coding}\nContent-Length: {body.Length}", body);

    private static byte[] Compress(string coding, string text)
    {
        using var compressed = new MemoryStream();
        using (Stream compressing = coding == "gzip" ? new GZipStream(compressed, CompressionLevel.Fastest) : Deflate(compressed))
            compressing.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

#if NET
    private static ZLibStream Deflate(Stream compressed) => new ZLibStream(compressed, CompressionLevel.Fastest);
#else
    // What .NET Framework takes "deflate" to be.
    private static DeflateStream Deflate(Stream compressed) => new DeflateStream(compressed, CompressionLevel.Fastest);
#endif

    private static string Page(int first, int count) => "{\"message\":[" + DayService.Records(_day, Enumerable.Range(first, count)) + "],\"status\":\"success\"}";

    private static IEnumerable<long> Ids(IEnumerable<Customer> customers) => customers.Select(customer => customer.Id);

    private static async Task<List<Customer>> PullAsync(
        HttpMessageHandler handler, DateTime? start = null, DateTime? end = null, int daysAhead = 4, int pageSize = 100, TimeProvider? time = null, int retries = 0, List<Customer>? seen = null)
    {
        using var client = Calls.Client(handler, time, retries);
        return await ReadAsync(Stream(client, start, end, daysAhead, pageSize), seen);
    }

    private static IAsyncEnumerable<Customer> Stream(KaptureClient client, DateTime? start = null, DateTime? end = null, int daysAhead = 4, int pageSize = 100) =>
        client.GetCustomersAsync(
            DateRange.Create(start ?? _day, end ?? start ?? _day, KaptureTimeZone.India, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            new CustomerPull(1, new CustomerFilter(), pageSize, daysAhead));

    private static async Task<List<Customer>> ReadAsync(IAsyncEnumerable<Customer> stream, List<Customer>? seen = null)
    {
        seen ??= [];
        await foreach (var customer in stream)
            seen.Add(customer);
        return seen;
    }
}
