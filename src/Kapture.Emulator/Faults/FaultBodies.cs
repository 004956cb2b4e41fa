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

    private const int HugeSize = 10 * 1000 * 1000;
    private const int BombSize = 10 * HugeSize;
    private const int Depth = 100_000;
    private const int BlockSize = 1 << 16;

    // What says nothing, with room for as much of it as is wanted.
    private static readonly byte[] _padding = Encoding.ASCII.GetBytes("{\"padding\":\"");
    private static readonly byte[] _paddingEnd = Encoding.ASCII.GetBytes("\"}");

    public static EmulatorResponse Response(EmulatorFault fault, DateTimeOffset now) => fault.Kind switch
    {
        FaultKind.Huge => new(fault.StatusCode ?? 200, Huge(fault.Size ?? HugeSize), EmulatorResponse.Json),
        FaultKind.Deep => new(fault.StatusCode ?? 200, Deep(), EmulatorResponse.Json),
        FaultKind.GzipBomb => new(fault.StatusCode ?? 200, Bomb(fault.Size ?? BombSize), EmulatorResponse.Json) { IsCompressed = true },
        FaultKind.Garbage => new(fault.StatusCode ?? 200, Body(fault) ?? _garbage, EmulatorResponse.Json),
        FaultKind.Html => new(fault.StatusCode ?? 200, Body(fault) ?? _html, EmulatorResponse.Html),
        _ => new(StatusOf(fault), Body(fault) ?? UsualBody(StatusOf(fault)), EmulatorResponse.Json, RetryAfter(fault, now)) { Location = fault.Location },
    };

    /// <summary>The encoding of that name; null where there is none.</summary>
    public static Encoding? EncodingOf(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static byte[] Huge(int size)
    {
        var body = new byte[_padding.Length + size + _paddingEnd.Length];
        _padding.CopyTo(body, 0);
        body.AsSpan(_padding.Length, size).Fill((byte)'a');
        _paddingEnd.CopyTo(body, body.Length - _paddingEnd.Length);
        return body;
    }

    private static byte[] Deep()
    {
        var body = new byte[_padding.Length - 1 + (2 * Depth) + 1];
        _padding.AsSpan(0, _padding.Length - 1).CopyTo(body);
        body.AsSpan(_padding.Length - 1, Depth).Fill((byte)'[');
        body.AsSpan(_padding.Length - 1 + Depth, Depth).Fill((byte)']');
        body[body.Length - 1] = (byte)'}';
        return body;
    }

    // Compressed bodies one behind the other are one body: it is never here as a whole.
    private static byte[] Bomb(int size)
    {
        var block = new byte[BlockSize];
        block.AsSpan().Fill((byte)'a');
        return [.. AlteredAnswer.Compress(_padding), .. AlteredAnswer.Compress(block, size / BlockSize), .. AlteredAnswer.Compress(_paddingEnd)];
    }

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
