using System.Buffers;
using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kapture;

/// <summary>Writes bodies. Letters of every script go out as they are; what must be escaped is, and so are emoji and odd spaces.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static BodyBuffer? _buffer;

    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        // One buffer and one writer a thread: a body costs the array it is sent from and nothing else.
        var buffer = _buffer ??= new BodyBuffer(_options);
        try
        {
            write(buffer.Writer, state);
            buffer.Writer.Flush();
            return buffer.ToArray();
        }
        finally
        {
            buffer.Reset();
        }
    }

    public static void WriteObject(Utf8JsonWriter writer, string key, IDictionary<string, object?> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartObject(key);
        WriteMembers(writer, values);
        writer.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter writer, IDictionary<string, object?> values)
    {
        foreach (var pair in values)
        {
            writer.WritePropertyName(pair.Key);
            WriteValue(writer, pair.Value);
        }
    }

    public static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or decimal:
                writer.WriteNumberValue(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsNaN(number) && !double.IsInfinity(number):
                Number.Write(writer, number);
                break;
            case float number when !float.IsNaN(number) && !float.IsInfinity(number):
                Number.Write(writer, number);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case IDictionary dictionary:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in dictionary)
                {
                    writer.WritePropertyName(FieldReader.ToText(entry.Key)!);
                    WriteValue(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(FieldReader.ToText(value));
                break;
        }
    }

    private sealed class BodyBuffer
    {
        private readonly PooledBuffer _bytes = new();

        public BodyBuffer(JsonWriterOptions options) => Writer = new Utf8JsonWriter(_bytes, options);

        public Utf8JsonWriter Writer { get; }

        public byte[] ToArray() => _bytes.Written.ToArray();

        public void Reset()
        {
            _bytes.Clear();
            Writer.Reset();
        }
    }

    // .NET Framework has no ArrayBufferWriter.
    private sealed class PooledBuffer : IBufferWriter<byte>
    {
        private const int Kept = 64 * 1024;

        private byte[] _bytes = new byte[1024];
        private int _count;

        public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

        public void Clear()
        {
            // A row of a megabyte must not stay with the thread.
            if (_bytes.Length > Kept)
                _bytes = new byte[1024];
            _count = 0;
        }

        public void Advance(int count) => _count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsMemory(_count);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsSpan(_count);
        }

        private void Grow(int sizeHint)
        {
            var needed = _count + Math.Max(sizeHint, 256);
            if (needed > _bytes.Length)
                Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }
    }
}
