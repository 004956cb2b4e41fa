namespace Kapture.Tests.Http;

/// <summary>A redirect is an answer and no order: whatever it is and wherever it leads, nothing goes out for it.</summary>
public sealed class RedirectTests
{
    private static readonly int[] _statuses = [301, 302, 303, 307, 308];

    // {0} is the port of another server on this machine.
    private static readonly string[] _targets =
    [
        "http://127.0.0.1:{0}/search-customer-by-customer-id.html",
        "http://localhost:{0}/",
        "//127.0.0.1:{0}/",
        "https://127.0.0.1:{0}/",
        "http://asha:password@127.0.0.1:{0}/",
        "/elsewhere.html",
        "elsewhere.html?a=b",
        "http:///",
    ];

    public static TheoryData<int, string, bool> Table()
    {
        var table = new TheoryData<int, string, bool>();
        foreach (var status in _statuses)
        {
            foreach (var target in _targets)
            {
                table.Add(status, target, false);
                table.Add(status, target, true);
            }
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task No_operation_follows_a_redirect_to_anywhere(int status, string target, bool isLegacy)
    {
        await using var elsewhere = new RawServer("HTTP/1.1 200 OK\nContent-Length: 0");
        await using var server = new RawServer($"HTTP/1.1 {status} Moved\nLocation: {target.Replace("{0}", $"{elsewhere.BaseUri.Port}", StringComparison.Ordinal)}\nContent-Length: 0");
        using var client = new KaptureClient(new KaptureClientOptions(server.BaseUri, KaptureCredential.FromToken(Calls.Token))
        {
            Dialect = isLegacy ? Dialect.Legacy : Dialect.V1,
            AccountId = Calls.AccountId,
            UseProxy = false,
            MaximumRetryCount = 2,
            Random = () => 0,
        });
        var operations = Enum.GetValues<KaptureOperation>();

        foreach (var operation in operations)
        {
            var error = await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => client.SendAsync(operation));
            Assert.Equal(1, error.Attempts);
        }

        Assert.Equal(operations.Length, server.Requests);
        Assert.Empty(elsewhere.Received);
        CheckHeads(server.Received, operations.Length);
    }

    // The key stands in its own header, and nowhere else; nothing says where a request comes from.
    private static void CheckHeads(string received, int requests)
    {
        var lines = received.Split("\r\n");
        Assert.Equal(requests, lines.Count(line => line == $"Authorization: Basic {Calls.Token}"));
        Assert.DoesNotContain(lines, line => line.Contains(Calls.Token, StringComparison.Ordinal) && line != $"Authorization: Basic {Calls.Token}");
        Assert.DoesNotContain(lines, line => line.StartsWith("Referer", StringComparison.OrdinalIgnoreCase) || line.Contains("elsewhere", StringComparison.Ordinal));
    }
}
