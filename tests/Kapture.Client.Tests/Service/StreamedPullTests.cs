using System.Net;
using System.Text;

namespace Kapture.Tests.Service;

/// <summary>Customers are there as soon as they have been read, and each once whatever becomes of the answer they came in.</summary>
public sealed class StreamedPullTests
{
    private const string End = """],"status":"success"}""";

    private static readonly DateTime _day = new(2024, 5, 2);

    [Fact]
    public async Task A_customer_is_given_while_the_rest_of_its_page_is_still_to_come()
    {
        var body = new SlowStream();
        using var client = Calls.Client(new ScriptedHandler(attempt => attempt == 1 ? Streamed(body) : ScriptedHandler.Reply(200, Calls.Nobody)));
        await using var customers = Pull(client).GetAsyncEnumerator();

        body.Give(Utf8("{\"message\":[" + Record(1) + "," + Record(2)[..20]));
        Assert.True(await customers.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, customers.Current.Id);

        var next = customers.MoveNextAsync();
        Assert.False(next.IsCompleted);
        body.Give(Utf8(Record(2)[20..] + End)).End();
        Assert.True(await next);
        Assert.Equal(2, customers.Current.Id);
        Assert.False(await customers.MoveNextAsync());
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again_and_gives_nobody_twice()
    {
        var handler = new ScriptedHandler(attempt => attempt switch
        {
            1 => Streamed(new SlowStream().Give(Utf8("{\"message\":[" + Record(1) + "," + Record(2) + ",")).Break()),
            2 => Streamed(new SlowStream().Give(Utf8("{\"message\":[" + Record(1))).Break()),
            3 => ScriptedHandler.Reply(200, "{\"message\":[" + Record(1) + "," + Record(2) + "," + Record(3) + End),
            _ => ScriptedHandler.Reply(200, Calls.Nobody),
        });
        using var client = Calls.Client(handler, retries: 2);

        Assert.Equal([1, 2, 3], await IdsAsync(client));
        Assert.Equal(["0", "0", "0", "3"], handler.Sent.Select(Offset));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_for_good_is_an_error_after_what_came()
    {
        var handler = new ScriptedHandler(_ => Streamed(new SlowStream().Give(Utf8("{\"message\":[" + Record(1) + "," + Record(2)[..9])).Break()));
        using var client = Calls.Client(handler, retries: 1);
        var seen = new List<long>();

        var error = await Calls.ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => IdsAsync(client, seen));

        Assert.Equal([1], seen);
        Assert.Equal(2, handler.Sent.Count);
        Assert.Equal(2, error.Attempts);
        Assert.Contains("-StartDate 2024-05-02", error.Message, StringComparison.Ordinal);
        Assert.Equal(_day, error.Value);
    }

    [Fact]
    public async Task A_stream_that_hangs_times_out_and_is_asked_for_again()
    {
        var time = new ManualTime();
        var handler = new ScriptedHandler(time, (attempt, _) => Task.FromResult(attempt switch
        {
            1 => Streamed(new SlowStream().Give(Utf8("{\"message\":[" + Record(1) + ","))),
            2 => ScriptedHandler.Reply(200, "{\"message\":[" + Record(1) + "," + Record(2) + End),
            _ => ScriptedHandler.Reply(200, Calls.Nobody),
        }));
        using var client = Calls.Client(handler, time, retries: 1);

        var running = IdsAsync(client);
        Assert.True(SpinWait.SpinUntil(() => handler.Sent.Count == 1, TimeSpan.FromSeconds(20)), "Nothing was asked for.");
        time.Advance(client.Options.Timeout);

        Assert.Equal([1, 2], await running.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Who_reads_slowly_does_not_hold_the_answer_up()
    {
        var time = new ManualTime();
        var handler = new ScriptedHandler(time, (attempt, _) => Task.FromResult(attempt == 1
            ? ScriptedHandler.Reply(200, "{\"message\":[" + string.Join(",", Enumerable.Range(1, 500).Select(Record)) + End)
            : ScriptedHandler.Reply(200, Calls.Nobody)));
        using var client = Calls.Client(handler, time);

        await ManualTime.OnPoolAsync(async () =>
        {
            var seen = 0;
            await foreach (var _ in Pull(client))
            {
                // An hour a customer, and an answer may take 100 seconds: it has to come to its end whoever reads it.
                await time.UntilNobodyWaitsAsync();
                time.Advance(TimeSpan.FromHours(1));
                seen++;
            }

            Assert.Equal(500, seen);
        });
    }

    [Theory]
    [InlineData("<html><body>Log in</body></html>", "HTML")]
    [InlineData("", "empty")]
    [InlineData("{\"message\":[{\"id\":1}", "breaks off")]
    [InlineData("{\"message\":[1],\"status\":\"success\"}", "no answer")]
    [InlineData("{\"status\":\"success\"}", "no list")]
    public async Task What_is_no_list_of_customers_is_an_error(string body, string words)
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, body)));

        var error = await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => IdsAsync(client));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(200, error.StatusCode);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_failure_is_told_whatever_its_status(int status)
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(status, """{"message":"Invalid Auth Key","status":"failed"}""")));

        await Calls.ThrowsAsync(KaptureErrorId.AuthenticationFailed, () => IdsAsync(client));
    }

    [Theory]
    [InlineData(200, "application/json")]
    [InlineData(200, "text/plain; charset=utf-16")]
    [InlineData(500, "application/json; charset=utf-8")]
    public async Task A_list_is_one_in_whatever_wrapping(int status, string type)
    {
        var text = "{\"message\":[" + Record(1) + "," + Record(2) + End;
        var encoding = type.Contains("utf-16", StringComparison.Ordinal) ? Encoding.Unicode : Encoding.UTF8;
        using var client = Calls.Client(new ScriptedHandler(attempt =>
        {
            var content = new ByteArrayContent(attempt == 1 ? encoding.GetBytes(text) : encoding.GetBytes(Calls.Nobody));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        }));

        Assert.Equal([1, 2], await IdsAsync(client));
    }

    [Fact]
    public async Task Who_listens_to_bodies_gets_them_and_the_customers_too()
    {
        var traces = new List<RequestTrace>();
        using var client = Calls.Client(new ScriptedHandler(attempt => ScriptedHandler.Reply(200, attempt == 1 ? "{\"message\":[" + Record(1) + End : Calls.Nobody)));
        var seen = new List<long>();

        await foreach (var customer in Pull(client, options: new CallOptions { OnRequest = traces.Add, TraceBodies = true }))
            seen.Add(customer.Id);

        Assert.Equal([1], seen);
        Assert.Contains("\"id\":1", traces[0].ResponseBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Asha", traces[0].ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customers_without_an_id_are_all_given()
    {
        using var client = Calls.Client(new ScriptedHandler(attempt => ScriptedHandler.Reply(200, attempt == 1
            ? """{"message":[{"name":"Asha"},{"name":"Ravi"},{"id":"x","name":"Meera"}],"status":"success"}"""
            : Calls.Nobody)));

        Assert.Equal([0, 0, 0], await IdsAsync(client));
    }

    [Fact]
    public async Task A_page_of_known_customers_is_not_the_end_where_more_are_behind_it()
    {
        // Newest first, a customer a page, and somebody added customer 4 after the first page.
        var handler = new ScriptedHandler(attempt => ScriptedHandler.Reply(200, attempt switch
        {
            1 or 2 => "{\"message\":[" + Record(3) + End,
            3 => "{\"message\":[" + Record(2) + End,
            4 => "{\"message\":[" + Record(1) + End,
            _ => Calls.Nobody,
        }));
        using var client = Calls.Client(handler);

        Assert.Equal([3, 2, 1], await IdsAsync(client));
    }

    private static IAsyncEnumerable<Customer> Pull(KaptureClient client, CustomerPull? pull = null, CallOptions? options = null) =>
        client.GetCustomersAsync(DateRange.Create(_day, _day, KaptureTimeZone.India, DateTimeOffset.UtcNow), pull ?? new CustomerPull(1, new CustomerFilter()), options);

    private static async Task<List<long>> IdsAsync(KaptureClient client, List<long>? seen = null)
    {
        seen ??= [];
        await foreach (var customer in Pull(client))
            seen.Add(customer.Id);
        return seen;
    }

    private static string Record(int id) => $$"""{"id":{{id}},"name":"Asha","generationDate":"May 2, 2024 4:15:42 PM"}""";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static HttpResponseMessage Streamed(Stream body) => new(HttpStatusCode.OK) { Content = new StreamContent(body) { Headers = { { "Content-Type", "application/json" } } } };

    private static string Offset(SentRequest request) => System.Text.Json.JsonDocument.Parse(request.Body).RootElement.GetProperty("offset").ToString();
}
