using System.Globalization;
using System.Text.Json;

namespace Kapture.Tests.Pull;

/// <summary>A page as it was asked for.</summary>
internal readonly record struct AskedPage(DateTime Day, int Limit, int Offset);

/// <summary>Answers each page as the test says, and counts who is still there.</summary>
internal sealed class DayService(Func<AskedPage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<AskedPage> _asked = [];
    private int _inFlight;

    public DayService(Func<AskedPage, string> customers)
        : this((page, _) => Task.FromResult(Page(customers(page))))
    {
    }

    /// <summary>What has been asked for, in that order.</summary>
    public IReadOnlyList<AskedPage> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    /// <summary>Requests that have not been answered.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Records that were added on a day; without a date on none.</summary>
    public static string Records(DateTime? day, params IEnumerable<int> ids) => string.Join(",", ids.Select(id => JsonSerializer.Serialize(new
    {
        id,
        generationDate = day?.AddHours(8).ToString("MMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture),
    })));

    public static HttpResponseMessage Page(string customers) => ScriptedHandler.Reply(200, "{\"message\":[" + customers + "],\"status\":\"success\"}");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(CancellationToken.None));
        var page = new AskedPage(
            DateTime.ParseExact(body.RootElement.GetProperty("createStartDate").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            body.RootElement.GetProperty("limit").GetInt32(),
            body.RootElement.GetProperty("offset").GetInt32());
        lock (_gate)
            _asked.Add(page);
        Interlocked.Increment(ref _inFlight);
        try
        {
            return await answer(page, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
