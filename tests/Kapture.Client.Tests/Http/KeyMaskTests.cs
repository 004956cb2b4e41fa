using System.Text;

namespace Kapture.Tests.Http;

public sealed class KeyMaskTests
{
    private const string Token = "emulator+token/canary==";

    [Theory]
    [InlineData("Basic " + Token)]
    [InlineData("emulator\\u002Btoken/canary==")]
    [InlineData("emulator\\u002btoken/canary==")]
    [InlineData("emulator+token\\/canary==")]
    [InlineData("emulator+token/canary\\u003d\\u003d")]
    [InlineData("emulator%2Btoken%2Fcanary%3D%3D")]
    public void A_key_is_found_however_an_answer_writes_it(string echo)
    {
        var bytes = Encoding.UTF8.GetBytes($"{{\"message\":\"{echo}, {echo}\"}}");

        KeyMask.Of(Token, null).Apply(bytes);

        var text = Encoding.UTF8.GetString(bytes);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.StartsWith("{\"message\":\"", text, StringComparison.Ordinal);
        Assert.EndsWith("*\"}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("emulator-canary-1", true)]
    [InlineData("Bengaluru", false)]
    [InlineData("Thiruvananthapuram", false)]
    [InlineData("560001", false)]
    public void A_password_that_may_be_somebodys_city_stays_in_the_data(string password, bool isMasked)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes("asha:" + password));

        var text = KeyMask.Of(pair, password).Apply($"{password} {pair}");

        Assert.Equal(!isMasked, text.Contains(password, StringComparison.Ordinal));
        Assert.DoesNotContain(pair, text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_let_go_of_is_overwritten()
    {
        var credential = KaptureCredential.FromToken(Token);
        var mask = credential.Mask;
        var echo = Encoding.UTF8.GetBytes("Basic " + Token);

        credential.Forget();
        mask.Apply(echo);

        Assert.Equal("Basic " + Token, Encoding.UTF8.GetString(echo));
    }

    [Fact]
    public void A_short_key_masks_no_data() => Assert.Equal("Pune", KeyMask.Of("Pune", null).Apply("Pune"));

    [Theory]
    [InlineData(KaptureOperation.Add)]
    [InlineData(KaptureOperation.Update)]
    [InlineData(KaptureOperation.Get)]
    [InlineData(KaptureOperation.Pull)]
    [InlineData(KaptureOperation.AddContact)]
    [InlineData(KaptureOperation.Invoke)]
    public async Task A_key_that_the_service_echoes_reaches_nobody(KaptureOperation operation)
    {
        foreach (var body in new[] { "{\"status\":\"failed\",\"message\":\"got Basic emulator-token\"}", "{\"status\":\"success\",\"message\":\"got Basic emulator-token\"}" })
        {
            var traces = new List<RequestTrace>();
            using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, body)));
            var error = await Record.ExceptionAsync(() => client.SendAsync(operation, new CallOptions { OnRequest = traces.Add, TraceBodies = true }));

            var said = error + string.Concat(traces.Select(trace => trace.RequestBody + trace.ResponseBody + trace));
            if (error is KaptureException failure)
                said += failure.ServiceMessage;
            Assert.NotEmpty(traces);
            Assert.DoesNotContain("emulator-token", said, StringComparison.Ordinal);
        }
    }

#if NET
    [Fact]
    public async Task A_key_in_the_middle_of_a_streamed_page_reaches_no_customer()
    {
        var page = Encoding.UTF8.GetBytes("{\"message\":[{\"id\":5,\"name\":\"Asha emulator-token-canary\",\"city\":\"Pune\"}],\"status\":\"success\"}");
        var customers = new List<Customer>();
        using var body = new PieceStream(page);

        await new AnswerStream(KaptureTimeZone.India, new WordCache(), customers.AddRange).ReadAsync(body, 1 << 20, CancellationToken.None, KeyMask.Of("emulator-token-canary", null));

        // What was masked is not the name, and must not come back to the service as one.
        var customer = Assert.Single(customers);
        Assert.Null(customer.Name);
        Assert.Equal(["name"], customer.UnreadableFields);
        Assert.Equal("Asha " + new string('*', "emulator-token-canary".Length), customer.AdditionalProperties["name"]);
        Assert.Equal("Pune", customer.City);
    }

    // Seven bytes at a time: the key never comes whole.
    private sealed class PieceStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer.Slice(0, Math.Min(7, buffer.Length)), cancellationToken);
    }
#endif

    [Fact]
    public async Task A_field_that_holds_the_key_is_none_that_could_be_written_back()
    {
        const string Body = """{"status":"success","message":[{"id":5,"name":"emulator-token","city":"Pune","landmark":"********","contacts":[{"id":6,"contactPerson":"Asha of emulator-token"}]}]}""";
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, Body)));

        var customer = await client.GetCustomerAsync(CustomerKey.ById(5));

        Assert.Null(customer.Name);
        Assert.Equal("Pune", customer.City);
        Assert.Null(Assert.Single(customer.Contacts).Name);
        Assert.Contains("name", customer.UnreadableFields);
    }

    [Fact]
    public async Task Asterisks_of_the_service_are_data_like_any()
    {
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, """{"status":"success","message":[{"id":5,"name":"**********"}]}""")));

        Assert.Equal("**********", (await client.GetCustomerAsync(CustomerKey.ById(5))).Name);
    }

    [Theory]
    [InlineData("HTP/1.1 emulator-token")]
    [InlineData("HTTP/1.1 200 OK\nemulator-token-without-colon")]
    [InlineData("HTP/1.1 \u001b[31mforged")]
    public async Task An_answer_that_is_no_HTTP_is_quoted_without_the_key_and_without_escapes(string head)
    {
        await using var server = new RawServer(head);
        using var client = Calls.Client(server.BaseUri, retries: 0);

        var error = await Assert.ThrowsAsync<KaptureException>(() => client.SendAsync(KaptureOperation.Get));

        Assert.DoesNotContain("emulator-token", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.ToString());
    }
}
