using System.IO.Compression;
using System.Text;

namespace Kapture.Emulator.Faults;

/// <summary>True answers with something wrong about them.</summary>
internal static class AlteredAnswer
{
    private const string UsualLabel = "text/html; charset=utf-8";

    public static EmulatorResponse Of(EmulatorResponse answer, bool isFailure, EmulatorFault fault) => fault.Kind switch
    {
        FaultKind.Cut or FaultKind.Http10Cut => answer with { Body = answer.Body.Slice(0, answer.Body.Length / 2) },
        FaultKind.Contradict => answer with { Body = Contradicted(answer.Body.Span, isFailure ? "success"u8 : "failed"u8) },
        FaultKind.Mislabel => answer with { Body = Encoded(answer.Body, fault.Encoding), ContentType = fault.ContentType ?? UsualLabel },
        FaultKind.Gzip => answer with { Body = Compress(answer.Body.Span), IsCompressed = true },
        FaultKind.GzipBroken => answer with { Body = Damaged(Compress(answer.Body.Span)), IsCompressed = true },
        _ => answer,
    };

    /// <summary>Compresses a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="times">How many times in succession it is there.</param>
    public static byte[] Compress(ReadOnlySpan<byte> body, int times = 1)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var bytes = body.ToArray();
            for (var i = 0; i < times; i++)
                gzip.Write(bytes, 0, bytes.Length);
        }

        return compressed.ToArray();
    }

    private static byte[] Contradicted(ReadOnlySpan<byte> body, ReadOnlySpan<byte> status)
    {
        // Behind the bracket there may be a ';'.
        var end = body.LastIndexOf((byte)'}');
        return [.. body.Slice(0, end), .. ",\"status\":\""u8, .. status, .. "\""u8, .. body.Slice(end)];
    }

    private static ReadOnlyMemory<byte> Encoded(ReadOnlyMemory<byte> body, string? encoding) =>
        encoding is null ? body : Encoding.Convert(Encoding.UTF8, FaultBodies.EncodingOf(encoding)!, body.ToArray());

    // The head of the format stays: it is taken for what it says that it is.
    private static byte[] Damaged(byte[] compressed)
    {
        for (var i = 10; i < compressed.Length; i++)
            compressed[i] = 0xFF;
        return compressed;
    }
}
