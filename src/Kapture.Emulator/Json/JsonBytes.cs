using System.Text.Json;

namespace Kapture.Emulator.Json;

/// <summary>Writes JSON into UTF-8 bytes, with one writer a thread.</summary>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions _options = new() { Encoder = MinimalJsonEncoder.Instance, SkipValidation = true };

    [ThreadStatic]
    private static ByteBuffer? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>What <paramref name="write"/> writes. It must not call this method itself.</summary>
    /// <param name="state">What is written.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="tail">Bytes to follow, whether the whole is JSON then or not.</param>
    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write, ReadOnlySpan<byte> tail = default)
    {
        var buffer = _buffer ??= new ByteBuffer();
        var writer = _writer ??= new Utf8JsonWriter(buffer, _options);
        buffer.Clear();
        writer.Reset(buffer);
        write(writer, state);
        writer.Flush();
        buffer.Append(tail);
        return buffer.ToArray();
    }
}
