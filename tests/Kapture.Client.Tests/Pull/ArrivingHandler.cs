namespace Kapture.Tests.Pull;

/// <summary>Adds customers between the pages of a pull, as people do who work meanwhile.</summary>
internal sealed class ArrivingHandler(EmulatedPull service, ArrivalPlan plan, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Lock _gate = new();
    private readonly Queue<Person> _coming = new(plan.People);
    private int _requests;

    /// <summary>Who has come, by id.</summary>
    public Dictionary<long, Person> Arrived { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        lock (_gate)
        {
            if (++_requests % plan.Every != 0)
                return answer;
            for (var left = plan.Count; left > 0 && _coming.TryDequeue(out var person); left--)
                Arrived.Add(service.Add(person), person);
        }

        return answer;
    }
}
