using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Kapture.Emulator.Server;

/// <summary>Hands each request to the emulator, or to the control endpoints beside it.</summary>
internal sealed class EmulatorApplication(KaptureEmulator emulator) : IHttpApplication<HttpContext>
{
    private readonly ControlEndpoints _control = new(emulator);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ControlEndpoints.Prefix)
            ? _control.AnswerAsync(context)
            : AnswerAsync(context);

    private async Task AnswerAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        using var flight = emulator.Enter();
        try
        {
            if (emulator.Options.Latency > TimeSpan.Zero)
                await Task.Delay(emulator.Options.Latency, cancellationToken).ConfigureAwait(false);

            var exchange = await ExchangeAsync(context.Request, cancellationToken).ConfigureAwait(false);
            await ExchangeWriter.WriteAsync(context, exchange, flight, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller has gone; there is nobody left to answer.
        }
    }

    private async ValueTask<EmulatorExchange> ExchangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(request.BodyReader, cancellationToken).ConfigureAwait(false);
        return emulator.Exchange(new EmulatorRequest(
            request.Method, request.Path.Value ?? "", request.Headers.Authorization, body.Bytes));
    }
}
