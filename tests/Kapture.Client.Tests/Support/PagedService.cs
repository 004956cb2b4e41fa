using System.Globalization;
using System.Text.Json;

namespace Kapture.Tests;

/// <summary>One day of a pull over a list of ids, which may change between pages, and whose pages may be held up.</summary>
internal sealed class PagedService : HttpMessageHandler
{
    private readonly object _gate = new();
    private readonly DateTime _day;
    private readonly List<int> _ids;
    private int _inFlight;

    public PagedService(DateTime day, int customers)
    {
        _day = day;
        _ids = [.. Enumerable.Range(1, customers)];
    }

    /// <summary>How many customers the page at an offset holds at the most.</summary>
    public Func<int, int> Cap { get; init; } = _ => int.MaxValue;

    /// <summary>What the page at an offset waits for before it is looked up.</summary>
    public Func<int, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>What happens as soon as the page at an offset has been looked up; it may change the ids.</summary>
    public Action<int, List<int>> After { get; init; } = (_, _) => { };

    /// <summary>The most requests that were there at once.</summary>
    public int HighestInFlight { get; private set; }

    public int Requests { get; private set; }

    public void Change(Action<List<int>> change)
    {
        lock (_gate)
            change(_ids);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var offset = body.RootElement.GetProperty("offset").GetInt32();
        var limit = Math.Min(body.RootElement.GetProperty("limit").GetInt32(), Cap(offset));
        lock (_gate)
        {
            Requests++;
            HighestInFlight = Math.Max(HighestInFlight, ++_inFlight);
        }

        await Before(offset).WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        lock (_gate)
        {
            var isTheDay = body.RootElement.GetProperty("createStartDate").GetString() == _day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var page = string.Join(",", (isTheDay ? _ids.Skip(offset).Take(limit) : []).Select(Record));
            After(offset, _ids);
            _inFlight--;
            return ScriptedHandler.Reply(200, $$"""{"message":[{{page}}],"status":"success"}""");
        }
    }

    private string Record(int id) =>
        JsonSerializer.Serialize(new { id, generationDate = _day.AddHours(8).ToString("MMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture) });
}
