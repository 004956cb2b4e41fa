namespace Kapture.Tests.Service;

/// <summary>A compressed answer that cannot be unpacked says nothing of what the service did.</summary>
public sealed class GarbledAnswerTests
{
    [Theory]
    [InlineData(KaptureOperation.Add, KaptureErrorId.WriteUncertain, 1)]
    [InlineData(KaptureOperation.Update, KaptureErrorId.WriteUncertain, 1)]
    [InlineData(KaptureOperation.Get, KaptureErrorId.ServiceUnavailable, 3)]
    [InlineData(KaptureOperation.Pull, KaptureErrorId.ServiceUnavailable, 3)]
    public async Task A_write_is_uncertain_and_a_read_is_repeated(KaptureOperation operation, KaptureErrorId id, int requests)
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Encoding: gzip\nContent-Length: 20", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, .. Enumerable.Repeat<byte>(0xFF, 10)]);
        using var client = Calls.Client(server.BaseUri, retries: 2);

        await Calls.ThrowsAsync(id, () => client.SendAsync(operation));

        Assert.Equal(requests, server.Requests);
    }
}
