using System.Net;

namespace Kapture.Tests;

/// <summary>A body that starts and does not come to its end.</summary>
internal sealed class BrokenContent(bool hangs) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        hangs ? new TaskCompletionSource().Task : throw BrokenConnection.EndedInBody();

    protected override bool TryComputeLength(out long length)
    {
        length = 100;
        return true;
    }
}
