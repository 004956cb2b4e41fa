using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace Kapture.Tests.Http;

/// <summary>What a request looks like on the wire, what a log is told of it, and what an error tells of the row.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task A_request_is_a_POST_of_JSON_with_the_key_and_the_callers_headers()
    {
        HttpRequestHeaders? headers = null;
        var handler = new InspectingHandler(request =>
        {
            headers = request.Headers;
            Assert.Equal(HttpMethod.Post, request.Method);
            Assert.Equal("https://crm.example.com/ms/customer/customer/api/v1/add-update", request.RequestUri!.AbsoluteUri);
            Assert.Equal("application/json", request.Content!.Headers.ContentType!.ToString());
            return ScriptedHandler.Reply(200, Calls.Added);
        });
        using var client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token))
        {
            PrimaryHandler = handler,
            Headers = new Dictionary<string, string> { ["X-Team"] = "north" },
        });

        await client.AddCustomerAsync(Calls.Person());

        Assert.Equal("Basic emulator-token", ScriptedHandler.Raw(headers!, "Authorization"));
        Assert.Equal("north", ScriptedHandler.Raw(headers!, "X-Team"));
    }

    [Fact]
    public async Task A_request_does_not_ask_whether_its_body_may_come()
    {
        bool? asks = true;
        var handler = new InspectingHandler(request =>
        {
            asks = request.Headers.ExpectContinue;
            return ScriptedHandler.Reply(200, Calls.Added);
        });
        using var client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token)) { PrimaryHandler = handler });

        await client.AddCustomerAsync(Calls.Person());

        // Where nobody says, .NET does not ask, and .NET Framework does.
#if NET
        Assert.NotEqual(true, asks);
#else
        Assert.Equal(false, asks);
#endif
    }

#if !NET
    [Fact]
    public void A_host_is_looked_up_again_and_gets_small_bodies_at_once()
    {
        var address = new Uri($"https://{Guid.NewGuid():N}.example.com/");
        using var client = new KaptureClient(new KaptureClientOptions(address, KaptureCredential.FromToken(Calls.Token)) { UseProxy = false });

        var host = System.Net.ServicePointManager.FindServicePoint(address, null);
        Assert.Equal(300_000, host.ConnectionLeaseTimeout);
        Assert.False(host.UseNagleAlgorithm);
    }
#endif

    [Theory]
    [InlineData("https://evil.example.com/")]
    [InlineData("http://crm.example.com/")]
    [InlineData("https://crm.example.com:8443/")]
    [InlineData("https://crm.example.com.evil.example.com/")]
    public async Task The_key_goes_to_its_own_host_alone(string other)
    {
        var inner = new ScriptedHandler(_ => ScriptedHandler.Reply(200));
        using var invoker = new HttpMessageInvoker(new AuthenticationHandler(KaptureCredential.FromToken(Calls.Token), Calls.Somewhere) { InnerHandler = inner });
        using var request = new HttpRequestMessage(HttpMethod.Post, other) { Content = new StringContent("{}") };

        await Assert.ThrowsAsync<InvalidOperationException>(() => invoker.SendAsync(request, default));

        Assert.Empty(inner.Sent);
        Assert.False(request.Headers.Contains("Authorization"));
    }

    [Fact]
    public async Task A_log_hears_of_every_attempt()
    {
        var traces = new ConcurrentQueue<RequestTrace>();
        var time = new ManualTime();
        var handler = new ScriptedHandler(time, (attempt, cancellationToken) => attempt switch
        {
            1 => ScriptedHandler.HangAsync(cancellationToken),
            2 => throw BrokenConnection.Ended(),
            3 => Task.FromResult(ScriptedHandler.Reply(503)),
            _ => Task.FromResult(ScriptedHandler.Reply(200, Calls.Found)),
        });
        using var client = Calls.Client(handler, time, retries: 3);

        await time.RunAsync(() => client.SendAsync(KaptureOperation.Get, new CallOptions { Row = 7, OnRequest = traces.Enqueue }));

        Assert.Equal([1, 2, 3, 4], traces.Select(trace => trace.Attempt));
        Assert.Equal([0, 0, 503, 200], traces.Select(trace => trace.StatusCode));
        Assert.Equal(["timed out", "HttpRequestException", null, null], traces.Select(trace => trace.Failure));
        Assert.All(traces, trace => Assert.Equal((7, KaptureOperation.Get, "/search-customer-by-customer-id.html"), (trace.Row, trace.Operation, trace.Path)));
        Assert.All(traces, trace => Assert.Null(trace.RequestBody));
        Assert.Equal("Row 7: Get /search-customer-by-customer-id.html -> timed out (attempt 1, 100000 ms)", traces.First().ToString());
    }

    [Fact]
    public async Task A_log_sees_bodies_only_where_asked_and_only_masked()
    {
        RequestTrace? seen = null;
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Found)));

        await client.SendAsync(KaptureOperation.Get, new CallOptions { OnRequest = trace => seen = trace, TraceBodies = true });

        Assert.Equal("""[{"kapture_customer_id":"5"}]""", seen!.RequestBody);
        Assert.Equal("""{"Customer Details":{"id":5,"name":"(4 characters)"},"status":"success"}""", seen.ResponseBody);
    }

    [Fact]
    public async Task Every_error_names_its_row_and_never_the_key()
    {
        var options = new CallOptions { Row = 7, TraceBodies = true };
        string[] answers = ["{}", "<html>", Calls.Nobody, """{"message":"Invalid Auth Key","status":"failed"}""", """{"message":{"id":6},"status":"success"}""", """{"status":"success"}"""];
        foreach (var answer in answers)
        {
            using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, answer)));
            Check(await Assert.ThrowsAsync<KaptureException>(() => client.GetCustomerAsync(CustomerKey.ById(5), options)));
        }

        using var wrong = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Updated)));
        Check(await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => wrong.UpdateCustomerAsync(6, Calls.Person(), options)));
        Check(await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => wrong.GetCustomerPageAsync(new CustomerPage(1, DateTime.Today, new CustomerFilter()), options)));
        Check(await Calls.ThrowsAsync(KaptureErrorId.MissingField, () => wrong.AddCustomerAsync(new CustomerFields(), options)));
        Check(await Calls.ThrowsAsync(KaptureErrorId.NotInDialect, () => wrong.UpdateCustomerAsync(5, new CustomerFields { DateOfBirth = "2000-01-01" }, options)));

        static void Check(KaptureException error)
        {
            Assert.Equal(7, error.Row);
            Assert.DoesNotContain(Calls.Token, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_is_sent_for_a_row_that_cannot_be_sent()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Added));
        using var client = Calls.Client(handler);

        var error = await Calls.ThrowsAsync(KaptureErrorId.MissingField, () => client.AddCustomerAsync(new CustomerFields { Name = "Asha" }));

        Assert.Empty(handler.Sent);
        Assert.Equal(0, error.Attempts);
        Assert.Null(error.Path);
        Assert.Null(error.StatusCode);
    }

    [Theory]
    [InlineData("iso-8859-1", "Żółć", false)]
    [InlineData("utf-8", "Żółć आशा", true)]
    [InlineData("\"UTF-8\"", "Żółć आशा", true)]
    [InlineData("utf8-like-nothing-else", "आशा", true)]
    [InlineData("utf-7", "Żółć आशा", true)]
    [InlineData("us-ascii", "Żółć आशा", true)]
    [InlineData("utf-16", "Żółć आशा 🎉", true)]
    [InlineData("iso-8859-1", "Größe", true)]
    public async Task An_answer_in_another_charset_is_read_in_it(string charset, string name, bool representable)
    {
        var encoding = charset switch { "iso-8859-1" => Encoding.Latin1, "utf-16" => Encoding.Unicode, _ => Encoding.UTF8 };
        var content = new ByteArrayContent(encoding.GetBytes($$"""{"message":{"id":5,"name":"{{name}}"},"status":"success"}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=" + charset);
        using var client = Calls.Client(new ScriptedHandler(_ => new HttpResponseMessage { Content = content }));

        var customer = await client.GetCustomerAsync(CustomerKey.ById(5));

        Assert.Equal(representable, customer.Name == name);
    }

    [Fact]
    public async Task A_handler_of_the_callers_own_stays_open()
    {
        var handler = new InspectingHandler(_ => ScriptedHandler.Reply(200, Calls.Found));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var client = Calls.Client(handler);
            await client.SendAsync(KaptureOperation.Get);
        }

        Assert.False(handler.IsDisposed);
    }

    private sealed class InspectingHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
