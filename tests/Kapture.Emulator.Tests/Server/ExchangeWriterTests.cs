using Kapture.Emulator.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kapture.Emulator.Tests.Server;

/// <summary>A caller that waits for each answer must never be counted twice.</summary>
public sealed class ExchangeWriterTests
{
    [Theory]
    [InlineData(EmulatorDelivery.Whole, "0")]
    [InlineData(EmulatorDelivery.Truncated, "0")]
    [InlineData(EmulatorDelivery.Slow, "1 1 1 0")]
    public async Task A_request_is_no_longer_in_flight_when_its_last_bytes_go_out(EmulatorDelivery delivery, string expected)
    {
        var emulator = new KaptureEmulator();
        var body = new WatchingStream(emulator);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        using var flight = emulator.Enter();

        await ExchangeWriter.WriteAsync(
            context, new EmulatorExchange(new EmulatorResponse(200, new byte[4], "application/json"), delivery, TimeSpan.Zero), flight, CancellationToken.None);

        Assert.Equal(expected, string.Join(' ', body.InFlight));
    }

    private sealed class WatchingStream(KaptureEmulator emulator) : MemoryStream
    {
        public List<int> InFlight { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            InFlight.Add(emulator.GetStatistics().InFlight);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
