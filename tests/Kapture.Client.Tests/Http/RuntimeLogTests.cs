#if NET
using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Kapture.Tests.Http;

/// <summary>What .NET itself writes down for whoever traces this process.</summary>
public sealed class RuntimeLogTests
{
    // A key of its own: other tests run beside this one, and the sources are the whole process's.
    private const string Token = "emulator-token-canary-of-the-log";

    [Fact]
    public async Task The_key_is_in_no_event_of_the_runtimes_network()
    {
        var body = "{\"message\":[],\"status\":\"success\"}"u8.ToArray();
        await using var server = new RawServer($"HTTP/1.1 200 OK\nContent-Length: {body.Length}", body);
        using var listener = new EverythingListener();
        using var client = Calls.Client(server.BaseUri, Token);

        await client.SendAsync(KaptureOperation.Pull);
        await client.SendAsync(KaptureOperation.Add);

        var events = listener.Events.ToArray();
        Assert.Contains(events, text => text.Contains("RequestStart", StringComparison.Ordinal));
        Assert.DoesNotContain(events, text => text.Contains(Token, StringComparison.Ordinal));
    }

    private sealed class EverythingListener : EventListener
    {
        public ConcurrentQueue<string> Events { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.Contains("System.Net", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.All);
        }

        // The base class calls it before the fields of this one are there.
        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            Events?.Enqueue($"{eventData.EventSource.Name} {eventData.EventName} {string.Join(" ", eventData.Payload ?? (IReadOnlyList<object?>)[])}");
    }
}
#endif
