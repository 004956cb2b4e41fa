using System.Net.Http.Headers;

namespace Kapture;

/// <summary>A request on its way through the handlers, with what they need to know of it.</summary>
internal sealed class KaptureRequestMessage : HttpRequestMessage
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");

    public KaptureRequestMessage(Uri uri, DialectRequest request, CallOptions call)
        : base(HttpMethod.Post, uri)
    {
        Operation = request.Operation;
        Path = request.Path;
        Body = request.Body;
        Call = call;
        Content = new ByteArrayContent(request.Body) { Headers = { ContentType = _json } };
    }

    public KaptureOperation Operation { get; }

    public string Path { get; }

    public byte[] Body { get; }

    public CallOptions Call { get; }

    /// <summary>The body of the last answer, whole.</summary>
    public byte[] Answer { get; set; } = [];

    /// <summary>How many requests have gone out for this call.</summary>
    public int Attempts { get; set; }

    /// <summary>How long the call has waited between its attempts.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>What held the call up in the end, in words that go after the number of attempts.</summary>
    public string? Delay { get; set; }
}
