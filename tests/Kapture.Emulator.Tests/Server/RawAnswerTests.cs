using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Server;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Server;

/// <summary>What no HTTP library would send, byte for byte as it arrives.</summary>
public sealed class RawAnswerTests : IAsyncLifetime
{
    // Milliseconds after which a test that waits for the server has failed.
    private const int Patience = 30_000;

    private const string GetBody = """[{"kapture_customer_id":"191700000"}]""";

    private EmulatorServer _server = null!;
    private string _truth = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync(new EmulatorServerOptions { Emulator = new EmulatorOptions { Seed = 1 }, Time = new StoppedClock() });
        _truth = new Service(_server.Emulator.Options).Text(Service.GetPath, GetBody);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task Chunks_of_odd_sizes_hold_the_answer()
    {
        var (head, body) = await AskAsync(FaultKind.Chunked);

        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", head, StringComparison.Ordinal);
        Assert.StartsWith("1;part=1;note=\"odd\"\r\n{\r\n02;part=2;", body, StringComparison.Ordinal);
        Assert.EndsWith("\r\n000;last\r\nX-Checked: yes\r\n\r\n", body, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task The_last_chunk_may_be_missing()
    {
        var (_, body) = await AskAsync(FaultKind.ChunkedCut);

        Assert.EndsWith("}\r\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0", body[^12..], StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_chunk_may_be_longer_than_it_says()
    {
        var (_, body) = await AskAsync(FaultKind.ChunkedWrong);
        var said = int.Parse(body[..body.IndexOf('\r', StringComparison.Ordinal)], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

        Assert.NotEqual("\r\n", body.Substring(body.IndexOf('\n', StringComparison.Ordinal) + 1 + said, 2));
    }

    [Fact(Timeout = Patience)]
    public async Task Http_1_0_has_no_length()
    {
        var (head, body) = await AskAsync(FaultKind.Http10);

        Assert.StartsWith("HTTP/1.0 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Length", head, StringComparison.Ordinal);
        Assert.Equal(_truth, Utf8(body));
    }

    [Theory(Timeout = Patience)]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.Http10Cut)]
    [InlineData(FaultKind.Stall)]
    public async Task Half_of_the_answer_comes(FaultKind kind)
    {
        var (_, body) = await AskAsync(kind, until: Encoding.UTF8.GetByteCount(_truth) / 2);

        Assert.Equal(Encoding.UTF8.GetBytes(_truth)[..(Encoding.UTF8.GetByteCount(_truth) / 2)], Encoding.Latin1.GetBytes(body));
    }

    [Fact(Timeout = Patience)]
    public async Task A_length_may_be_too_small()
    {
        var (head, body) = await AskAsync(FaultKind.ShortLength);

        Assert.Contains($"\r\nContent-Length: {Encoding.UTF8.GetByteCount(_truth) / 2}\r\n", head, StringComparison.Ordinal);
        Assert.Equal(_truth, Utf8(body));
    }

    [Fact(Timeout = Patience)]
    public async Task Interim_answers_come_first()
    {
        var (head, rest) = await AskAsync(FaultKind.Interim);

        Assert.Equal("HTTP/1.1 100 Continue\r\n", head);
        Assert.StartsWith("HTTP/1.1 103 Early Hints\r\n", rest, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nHTTP/1.1 200 OK\r\n", rest, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_answer_comes_with_the_first()
    {
        var (head, rest) = await AskAsync(FaultKind.Twice);

        Assert.Equal(Utf8(rest), $"{_truth}{head}\r\n{_truth}");
    }

    [Fact(Timeout = Patience)]
    public async Task A_head_may_have_a_megabyte()
    {
        var (head, body) = await AskAsync(FaultKind.BigHead);

        Assert.InRange(head.Length, 1 << 20, 2 << 20);
        Assert.Equal(_truth, Utf8(body));
    }

    [Fact(Timeout = Patience)]
    public async Task A_bomb_is_small_until_it_is_unpacked()
    {
        var (head, body) = await AskAsync(FaultKind.GzipBomb, size: 10_000_000, close: true);
        await using var gzip = new GZipStream(new MemoryStream(Encoding.Latin1.GetBytes(body)), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await gzip.CopyToAsync(unpacked);

        Assert.Contains("\r\nContent-Encoding: gzip\r\n", head, StringComparison.Ordinal);
        Assert.InRange(body.Length, 1, 200_000);
        Assert.InRange(unpacked.Length, 9_900_000, 10_100_000);
    }

    [Fact(Timeout = Patience)]
    public async Task A_redirect_leads_where_the_rule_says()
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Status, StatusCode = 302, Location = "https://elsewhere.invalid/login" }];

        var (head, _) = await AskAsync(until: 0);

        Assert.StartsWith("HTTP/1.1 302 Found\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nLocation: https://elsewhere.invalid/login\r\n", head, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task An_answer_may_be_in_another_encoding_than_it_says()
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Mislabel, ContentType = "application/json; charset=utf-8", Encoding = "utf-16" }];

        var (head, body) = await AskAsync(close: true);

        Assert.Contains("charset=utf-8", head, StringComparison.Ordinal);
        Assert.Equal(_truth, Encoding.Unicode.GetString(Encoding.Latin1.GetBytes(body)));
    }

    [Fact(Timeout = Patience)]
    public async Task The_opposite_status_stands_behind_the_true_one()
    {
        var (_, body) = await AskAsync(FaultKind.Contradict, close: true);

        Assert.EndsWith("\"status\":\"success\",\"status\":\"failed\"}", body, StringComparison.Ordinal);
    }

    private Task<(string Head, string Body)> AskAsync(FaultKind kind, int? until = null, int? size = null, bool close = false)
    {
        _server.Emulator.Faults = [new EmulatorFault { Kind = kind, Size = size }];
        return AskAsync(until, close);
    }

    // What comes until the connection ends, or until there is so much of the body.
    private async Task<(string Head, string Body)> AskAsync(int? until = null, bool close = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.BaseUri.Host, _server.BaseUri.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Service.GetPath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {Service.Key}\r\n{(close ? "Connection: close\r\n" : "")}Content-Length: {GetBody.Length}\r\n\r\n{GetBody}"));

        var received = new StringBuilder();
        var buffer = new byte[1 << 16];
        var head = -1;
        while (await client.GetStream().ReadAsync(buffer) is > 0 and var count)
        {
            received.Append(Encoding.Latin1.GetString(buffer, 0, count));
            head = head < 0 ? received.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal) : head;
            if (head >= 0 && received.Length - head - 4 >= until)
                break;
        }

        return (received.ToString(0, head + 2), received.ToString(head + 4, received.Length - head - 4));
    }

    private static string Utf8(string latin1) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin1));
}
