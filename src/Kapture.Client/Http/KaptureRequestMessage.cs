using System.Net.Http.Headers;

namespace Kapture;

/// <summary>A request on its way through the handlers, with what they need to know of it.</summary>
internal sealed class KaptureRequestMessage : HttpRequestMessage
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");

    private OutgoingBody _content;

    /// <summary>Words the message.</summary>
    /// <param name="uri">Where it goes.</param>
    /// <param name="request">What it says.</param>
    /// <param name="call">The row, and who listens.</param>
    /// <param name="stream">Reads the answer as it comes; <see langword="null"/> to keep it whole.</param>
    public KaptureRequestMessage(Uri uri, DialectRequest request, CallOptions call, AnswerStream? stream)
        : base(HttpMethod.Post, uri)
    {
        Operation = request.Operation;
        IsWrite = request.IsWrite;
        Path = request.Path;
        Body = request.Body;
        Call = call;
        Stream = stream;
        Content = _content = CreateContent();
    }

    public KaptureOperation Operation { get; }

    /// <summary>Whether it may be repeated only where the service certainly did nothing.</summary>
    public bool IsWrite { get; }

    /// <summary>The path, without the query: that may hold what no log should.</summary>
    public string Path { get; }

    public byte[] Body { get; }

    public CallOptions Call { get; }

    /// <summary>Reads the answer as it comes; <see langword="null"/> where it is kept whole.</summary>
    public AnswerStream? Stream { get; }

    /// <summary>The body of the last answer; of one that was streamed, how it begins.</summary>
    public byte[] Answer { get; set; } = [];

    /// <summary>Whether the last answer was streamed.</summary>
    public bool IsStreamed { get; set; }

    /// <summary>Whether the last answer ended before its time, though its connection ended in order.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether the last answer was given up because it was longer than any that such a request can have.</summary>
    public bool IsTooLong { get; set; }

    /// <summary>Whether the key has been masked in the last answer.</summary>
    public bool IsMasked { get; set; }

    /// <summary>How many requests have gone out for this call.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whether the service can have seen the last attempt: its body has begun to go out.</summary>
    public bool IsSent => _content.IsBegun;

    /// <summary>How long the call has waited between its attempts.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>What held the call up in the end, in words that go after the number of attempts.</summary>
    public string? Delay { get; set; }

    /// <summary>Counts an attempt, of which nothing has been sent yet.</summary>
    public void BeginAttempt()
    {
        // A handler may have kept what it has read of the last one, and would not ask again.
        if (Attempts++ > 0)
            Content = _content = CreateContent();
    }

    /// <summary>What came back for it.</summary>
    /// <param name="statusCode">The HTTP status; 0 where no answer came.</param>
    /// <param name="body">The body as UTF-8.</param>
    public KaptureReply Reply(int statusCode, byte[] body) => new(Operation, Path, statusCode, body, Attempts, Delay, IsStreamed) { IsWrite = IsWrite, IsCut = IsCut, IsTooLong = IsTooLong, IsMasked = IsMasked };

    /// <summary>What it is and where it goes. The framework's own text has the headers in it, and its event sources write that down.</summary>
    public override string ToString() => $"{Operation} {RequestUri!.Host} {Path}";

    private OutgoingBody CreateContent() => new(Body) { Headers = { ContentType = _json } };
}
