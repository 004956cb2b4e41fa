using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Server;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Fuzz;

/// <summary>
/// Whatever comes, there is an answer: no exception of the emulator, and no waiting without end. Each run tries the same
/// requests; KAPTURE_FUZZ, set to <c>count</c> or <c>count,seed</c>, tries others.
/// </summary>
public sealed class RequestFuzzTests
{
    private const int Cases = 4000;
    private const int SocketCases = 400;
    private const int MostSteps = 4;
    private const int FirstSeed = 20240502;

    // After which a test that waits for an answer has failed.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private static readonly string[] _paths =
    [
        Service.AddUpdatePath, Service.GetPath, Service.PullPath, Service.LegacyAddUpdatePath, Service.LegacyPullPath, Service.AddContactPath,
        "", "/", "//", "/%00", "/..", "/\u202E", "/search-customer-by-customer-id.html/", "/MS/CUSTOMER/CUSTOMER/API/V1/ADD-UPDATE",
    ];

    private static readonly byte[][] _bodies =
    [
        .. new[]
        {
            Published.AddCurl, Published.GetCurl, PublishedLegacy.Add, PublishedLegacy.Update, PublishedLegacy.AddContact, PublishedLegacy.Get,
            Service.PullBody("2024-05-01", "2024-05-02", "\"limit\":\"10\",\"offset\":\"0\""), Service.LegacyPullBody("2024-05-01", "2024-05-02"),
            "", "null", "[]", "{}", "[null]", "[[]]", "[{}]", "\"\"", "0", "{\"customer_info\":[]}", "{\"customer_info\":null,\"contact_info\":null}", "{\"customer_info\":{},\"contact_info\":{}}",
            "{\"customer_info\":{\"customer_name\":{},\"phone\":[]},\"contact_info\":[null,0,\"\"]}", "{\"cm_id\":1e400,\"createStartDate\":0,\"createEndDate\":[],\"limit\":-1,\"offset\":9223372036854775807}",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] _morsels =
    [
        .. new[]
        {
            "\"", "\\", "{", "}", "[", "]", ",", ":", ";", "null", "true", "-1", "1e400", "007", "0.5", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "\\u0000", "\\ud83d", "\\ude00",
            "\uFEFF", "\0", "\"customer_id\":", "\"kapture_customer_id\":\"191700000\",", "\"contact_info\":[", "\"limit\":2147483648,", "\"offset\":-1,", "\"zoneIdStr\":\",,\",", "\"attr1\":{},",
            "9999-12-31", "0001-01-01", "2024-02-30", "2024-05-01 25:61:61", "2024-05-01T00:00:00+14:00",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ];

    private static readonly string?[] _keys = [Service.Key, Service.Key, Service.Key, Service.Key, null, "", "Basic", "Basic ", "Basic \0", "basic emulator-token", "Bearer x", new string('a', 10_000)];

    public static TheoryData<EmulatorDialects> Dialects => [EmulatorDialects.V1, EmulatorDialects.Legacy, EmulatorDialects.Both];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Whatever_is_asked_there_is_an_answer_and_the_next_is_right(EmulatorDialects dialects)
    {
        var service = new Service(new EmulatorOptions { Dialects = dialects, Seed = 20, UserName = "asha", Password = "emulator-password" });
        foreach (var random in Randoms(Cases))
        {
            var (path, key, body) = Request(random);
            var answer = Tried(path, body, () => service.Emulator.Handle(path, key, body));

            Assert.InRange(answer.StatusCode, 200, 499);
            Assert.False(answer.Body.IsEmpty);
            Assert.DoesNotContain("Exception", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
        }

        // Nothing of it has spoiled the store: who is there can be found, and somebody can be added.
        if (dialects != EmulatorDialects.Legacy)
            Assert.Equal(191700000, service.Record(191700000).GetProperty("id").GetInt64());
        Assert.Contains("uccess", dialects == EmulatorDialects.Legacy ? service.Text(Service.LegacyAddUpdatePath, PublishedLegacy.Add) : service.Text(Service.AddUpdatePath, Published.AddCurl), StringComparison.Ordinal);
        Assert.True(service.Emulator.GetStatistics().Customers >= 20);
    }

    [Fact]
    public void Whatever_a_rule_is_it_is_taken_or_refused_in_words()
    {
        byte[][] rules =
        [
            .. new[]
            {
                """[{"operation":"add","kind":"status","statusCode":503,"retryAfter":2,"every":3}]""", """[{"kind":"html","applied":true,"times":1,"skip":2,"probability":0.5}]""",
                """[{"kind":"status","statusCode":302,"location":"http://127.0.0.1/"}]""", "[]", "[{}]", "[null]", "{}", """[{"kind":null}]""", """[{"kind":7,"times":"1"}]""", """[{"kind":"slow","delay":1e400}]""",
            }.Select(Encoding.UTF8.GetBytes),
        ];
        foreach (var random in Randoms(Cases))
        {
            var json = Mutated(random, rules);
            Tried("faults", json, () =>
            {
                try
                {
                    return FaultJson.Parse(json).Count;
                }
                catch (FormatException e) when (e.Message.Length > 0)
                {
                    return -1;
                }
            });
        }
    }

    [Fact]
    public async Task Whatever_bytes_come_over_a_socket_they_are_answered_or_the_connection_ends()
    {
        await using var server = await EmulatorServer.StartAsync(new EmulatorServerOptions { Emulator = new EmulatorOptions { Seed = 20 }, Time = new StoppedClock() });
        foreach (var random in Randoms(SocketCases))
        {
            var request = RawRequest(random);
            var answer = await AnswerAsync(server.BaseUri, request).WaitAsync(_patience);

            // 500 is what a server says of its own exception.
            Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal), $"{answer.Split('\r')[0]} to {Shown(request)}");
        }

        using var client = new HttpClient { BaseAddress = server.BaseUri };
        using var right = new HttpRequestMessage(HttpMethod.Post, Service.GetPath) { Content = new StringContent("""[{"kapture_customer_id":191700000}]""") };
        right.Headers.TryAddWithoutValidation("Authorization", Service.Key);
        using var found = await client.SendAsync(right).WaitAsync(_patience);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal(191700000, JsonElement.Parse(await found.Content.ReadAsStringAsync()).GetProperty("Customer Details").GetProperty("id").GetInt64());
        Assert.Equal(0, server.Emulator.GetStatistics().InFlight);
    }

    private static T Tried<T>(string path, byte[] body, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new Xunit.Sdk.XunitException($"{path}: {Shown(body)}: {e}");
        }
    }

    private static IEnumerable<Random> Randoms(int count)
    {
        var seed = FirstSeed;
        if (Environment.GetEnvironmentVariable("KAPTURE_FUZZ") is { Length: > 0 } asked)
        {
            var numbers = asked.Split(',');
            count = int.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture);
            seed = numbers.Length > 1 ? int.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture) : Environment.TickCount;
        }

        return Enumerable.Range(seed, count).Select(one => new Random(one));
    }

    private static (string Path, string? Key, byte[] Body) Request(Random random)
    {
        var path = Pick(random, _paths);
        if (random.Next(8) == 0)
            path = Encoding.Latin1.GetString(Step(random, Encoding.Latin1.GetBytes(path)));
        return (path, Pick(random, _keys), Mutated(random, _bodies));
    }

    private static byte[] RawRequest(Random random)
    {
        var (path, key, body) = Request(random);
        var length = random.Next(8) == 0 ? random.Next(body.Length + 9) : body.Length;
        var head = $"{Pick(random, ["POST", "POST", "POST", "GET", "PUT", "post", "\0"])} {(path.Length == 0 ? "/" : Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal))} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {key}\r\n"
            + $"Content-Type: application/json\r\nConnection: close\r\n{(random.Next(8) == 0 ? "Transfer-Encoding: chunked" : $"Content-Length: {length}")}\r\n\r\n";
        byte[] whole = [.. Encoding.Latin1.GetBytes(head), .. body];
        return random.Next(4) == 0 ? Step(random, whole) : whole;
    }

    private static byte[] Mutated(Random random, byte[][] bodies)
    {
        var body = Pick(random, bodies);
        for (var steps = random.Next(MostSteps + 1); steps > 0; steps--)
            body = Step(random, body);
        return body;
    }

    private static byte[] Step(Random random, byte[] body)
    {
        var at = random.Next(body.Length + 1);
        var length = random.Next(Math.Min(64, body.Length - at) + 1);
        return random.Next(7) switch
        {
            0 => [.. body.Take(at)],
            1 => [.. body.Take(at), .. body.Skip(at + length)],
            2 => [.. body.Take(at + length), .. body.Skip(at)],
            3 when body.Length > at => [.. body.Take(at), (byte)(body[at] ^ (1 << random.Next(8))), .. body.Skip(at + 1)],
            4 => [.. body.Take(at), .. Pick(random, _bodies), .. body.Skip(at)],
            5 when random.Next(4) == 0 => [.. Enumerable.Repeat((byte)'[', Pick(random, [63, 64, 65, 5000])), .. body],
            _ => [.. body.Take(at), .. Pick(random, _morsels), .. body.Skip(at)],
        };
    }

    private static T Pick<T>(Random random, T[] items) => items[random.Next(items.Length)];

    private static string Shown(byte[] bytes) => string.Concat(bytes.Take(2000).Select(b => b is >= 0x20 and < 0x7F and not (byte)'%' ? $"{(char)b}" : $"%{b:X2}"));

    private static async Task<string> AnswerAsync(Uri server, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        using var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request);
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server has gone before it had all.
            return string.Empty;
        }
    }
}
