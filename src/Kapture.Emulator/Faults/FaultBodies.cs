using System.Globalization;
using System.Text;
using Kapture.Emulator.V1;

namespace Kapture.Emulator.Faults;

/// <summary>The answers that faults put in place of the true one.</summary>
internal static class FaultBodies
{
    // No text in any encoding that JSON may have.
    private static readonly byte[] _garbage = [0x1F, 0x8B, 0x00, 0xFF, 0xFE, 0x7B, 0x22, 0xC3, 0x28, 0x80, 0x0D, 0x0A];

    private static readonly byte[] _html = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"
        + "<body><form method=\"post\" action=\"/login\"><input name=\"user\"></form></body></html>\n");

    public static EmulatorResponse Response(EmulatorFault fault, DateTimeOffset now) => fault.Kind switch
    {
        FaultKind.Garbage => new(fault.StatusCode ?? 200, Body(fault) ?? _garbage, EmulatorResponse.Json),
        FaultKind.Html => new(fault.StatusCode ?? 200, Body(fault) ?? _html, EmulatorResponse.Html),
        _ => new(StatusOf(fault), Body(fault) ?? UsualBody(StatusOf(fault)), EmulatorResponse.Json, RetryAfter(fault, now)),
    };

    private static int StatusOf(EmulatorFault fault) => fault.StatusCode ?? 503;

    // Only for 500 do the pages have words; other statuses come from whatever stands before the service.
    private static byte[] UsualBody(int status) => status == V1Failures.ServerFailure.DocumentedStatus ? V1Failures.ServerFailure.Body : [];

    private static byte[]? Body(EmulatorFault fault) => fault.Body is null ? null : Encoding.UTF8.GetBytes(fault.Body);

    private static string? RetryAfter(EmulatorFault fault, DateTimeOffset now)
    {
        if (fault.RetryAfter is not { } wait)
            return null;

        var seconds = Math.Ceiling(wait.TotalSeconds);

        // A date has no fraction; rounding it down would ask for less than the rule says.
        return fault.RetryAfterAsDate
            ? now.AddSeconds(seconds).AddTicks(TimeSpan.TicksPerSecond - 1).ToString("r", CultureInfo.InvariantCulture)
            : seconds.ToString("0", CultureInfo.InvariantCulture);
    }
}
