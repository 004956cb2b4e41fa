using System.Text;
using Kapture.Emulator.Faults;

namespace Kapture.Emulator.Server;

/// <summary>What a test or a benchmark asks of the server itself; no part of the emulated service and open to all.</summary>
internal sealed class ControlEndpoints(KaptureEmulator emulator)
{
    public const string Prefix = "/_emulator";

    public Task AnswerAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/_emulator/stats") => WriteStatisticsAsync(context),
        ("PUT", "/_emulator/faults") => SetFaultsAsync(context),
        ("DELETE", "/_emulator/faults") => ClearFaultsAsync(context),
        ("POST", "/_emulator/reset") => ResetAsync(context),
        _ => WriteTextAsync(context, StatusCodes.Status404NotFound,
            "There is GET /_emulator/stats, PUT and DELETE /_emulator/faults, and POST /_emulator/reset.\n"),
    };

    private async Task SetFaultsAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request.BodyReader, context.RequestAborted).ConfigureAwait(false);
        try
        {
            emulator.Faults = FaultJson.Parse(body.Bytes);
        }
        catch (FormatException e)
        {
            await WriteTextAsync(context, StatusCodes.Status400BadRequest, e.Message + "\n").ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task ClearFaultsAsync(HttpContext context)
    {
        emulator.Faults = [];
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task ResetAsync(HttpContext context)
    {
        emulator.Reset();
        return WriteStatisticsAsync(context);
    }

    private Task WriteStatisticsAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status200OK, "application/json", StatisticsJson.Write(emulator.GetStatistics()));

    private static Task WriteTextAsync(HttpContext context, int status, string text) =>
        WriteAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static async Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
