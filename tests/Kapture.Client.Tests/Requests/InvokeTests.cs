using System.Collections.Concurrent;

namespace Kapture.Tests.Requests;

/// <summary>A request of the caller's own on its way: the same key, retries and silence as any other.</summary>
public sealed class InvokeTests
{
    private const string ReadPath = "/search-customer-by-customer-id.html";
    private const int Retries = 2;

    private readonly ManualTime _time = new();

    [Fact]
    public async Task It_is_a_POST_of_JSON_with_the_key()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, "[1]"));
        using var client = Calls.Client(handler);

        var answer = await client.InvokeAsync("x.html?a=b", new Dictionary<string, object?> { ["id"] = 5 });

        Assert.Equal(new object?[] { 1L }, answer);
        var sent = Assert.Single(handler.Sent);
        Assert.Equal(("POST", "https://crm.example.com/x.html?a=b", "Basic emulator-token", "application/json", """{"id":5}"""),
            (sent.Method, sent.Uri.AbsoluteUri, sent.Authorization, sent.ContentType, sent.Text));
    }

    [Fact]
    public async Task As_text_it_gives_what_came()
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, "\uFEFFDone, आशा;")));

        Assert.Equal("Done, आशा;", await client.InvokeTextAsync(new KaptureRequest("/x")));
    }

    [Theory]
    [InlineData(500, "/x.html", 1, KaptureErrorId.WriteUncertain)]
    [InlineData(500, ReadPath + "?a=b", 1, KaptureErrorId.WriteUncertain)]
    [InlineData(500, ReadPath, 3, KaptureErrorId.ServiceUnavailable)]
    [InlineData(503, "/x.html", 1, KaptureErrorId.WriteUncertain)]
    [InlineData(429, "/x.html", 3, KaptureErrorId.RateLimited)]
    [InlineData(429, ReadPath, 3, KaptureErrorId.RateLimited)]
    [InlineData(200, "/x.html", 1, KaptureErrorId.WriteUncertain)]
    [InlineData(200, ReadPath, 1, KaptureErrorId.UnexpectedResponse)]
    public async Task It_is_repeated_only_where_it_certainly_changed_nothing(int status, string path, int requests, KaptureErrorId id)
    {
        var handler = new ScriptedHandler(_time, (_, _) => Task.FromResult(ScriptedHandler.Reply(status)));
        using var client = Calls.Client(handler, _time, Retries);

        var error = await _time.RunAsync(() => Calls.ThrowsAsync(id, () => client.InvokeAsync(path)));

        Assert.Equal((requests, requests), (handler.Sent.Count, error.Attempts));
    }

    [Theory]
    [InlineData("/x.html", 1, KaptureErrorId.WriteUncertain)]
    [InlineData(ReadPath, 3, KaptureErrorId.Timeout)]
    public async Task A_request_without_an_answer_is_a_write_unless_the_documents_call_it_a_read(string path, int requests, KaptureErrorId id)
    {
        var handler = new ScriptedHandler(_time, (_, cancellationToken) => ScriptedHandler.HangAsync(cancellationToken));
        using var client = Calls.Client(handler, _time, Retries);

        await _time.RunAsync(() => Calls.ThrowsAsync(id, () => client.InvokeAsync(path)));

        Assert.Equal(requests, handler.Sent.Count);
    }

    [Theory]
    [InlineData("/x.html", KaptureErrorId.WriteUncertain)]
    [InlineData(ReadPath, KaptureErrorId.NotConnected)]
    public async Task A_session_that_is_closed_meanwhile_leaves_a_write_uncertain(string path, KaptureErrorId id)
    {
        KaptureClient? client = null;
        client = Calls.Client(new ScriptedHandler(TimeProvider.System, (_, cancellationToken) =>
        {
            client!.Dispose();
            return ScriptedHandler.HangAsync(cancellationToken);
        }));

        await Calls.ThrowsAsync(id, () => client.InvokeAsync(path));
    }

    [Fact]
    public async Task No_log_and_no_error_has_the_query_or_what_the_bodies_say()
    {
        var traces = new ConcurrentQueue<RequestTrace>();
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(400, """{"status":"failed","message":"no","data":{"message":"Asha lives in Pune"}}""")));

        var error = await Calls.ThrowsAsync(KaptureErrorId.Rejected, () => client.InvokeAsync("/x.html?phone=9380491326", """{"message":"Asha","id":"5"}""", new CallOptions { Row = 7, OnRequest = traces.Enqueue, TraceBodies = true }));

        var trace = Assert.Single(traces);
        Assert.Equal(("/x.html", "/x.html", 7), (error.Path, trace.Path, error.Row));
        Assert.StartsWith("Row 7: Invoke /x.html -> 400 (attempt 1, ", trace.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"message":"(4 characters)","id":"5"}""", trace.RequestBody);
        Assert.Equal("""{"status":"failed","message":"no","data":{"message":"(18 characters)"}}""", trace.ResponseBody);
    }

    [Fact]
    public async Task A_row_of_a_run_is_a_request_of_its_own()
    {
        using var client = Calls.Client(new ScriptedHandler(attempt => ScriptedHandler.Reply(200, attempt == 1 ? "null" : """{"status":"failed"}""")));
        var request = new KaptureRequest("/x");

        var first = await new RequestRow(1, "a", client, request, asText: false, CallOptions.None).RunAsync(default);
        var second = await new RequestRow(2, "b", client, request, asText: true, CallOptions.None).RunAsync(default);

        Assert.Equal(("a", null, null), (first.Target, first.Result, first.Failure));
        Assert.Equal(("b", 2, KaptureErrorId.Rejected), (second.Target, second.Failure!.Row, second.Failure.ErrorId));
    }
}
