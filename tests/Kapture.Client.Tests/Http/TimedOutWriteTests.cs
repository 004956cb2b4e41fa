namespace Kapture.Tests.Http;

/// <summary>A write whose answer did not come in time: the service may still be at work on it, and it is not sent again.</summary>
public sealed class TimedOutWriteTests
{
    // What .NET throws where the connection is closed under its reading: the message has two lines.
    private static readonly Exception _closed = new ObjectDisposedException("System.Net.Sockets.NetworkStream");

    [Theory]
    [InlineData(KaptureOperation.Add)]
    [InlineData(KaptureOperation.Update)]
    [InlineData(KaptureOperation.AddContact)]
    public async Task Whatever_was_going_on_when_its_time_was_over_it_may_still_arrive(KaptureOperation operation)
    {
        using var client = Calls.Client(new ScriptedHandler(static _ => throw new OperationCanceledException("The operation was canceled.", _closed)));

        var error = await Calls.ThrowsAsync(KaptureErrorId.WriteUncertain, () => client.SendAsync(operation));

        Assert.True(error.MayStillArrive);
        Assert.DoesNotContain('\n', error.InnerException!.Message);
    }
}
