using System.Text;
using System.Text.Json;

namespace Kapture.Emulator.Records;

/// <summary>
/// Properties in succession that are the same in every record, put into JSON once. The writer takes them for a single
/// property: the name of the first, and all that follows as its value.
/// </summary>
internal sealed class ConstantRun
{
    private readonly JsonEncodedText _first;
    private readonly byte[] _rest;

    /// <param name="properties">The properties in their order, each value as JSON.</param>
    public ConstantRun(params (JsonEncodedText Key, string Json)[] properties)
    {
        _first = properties[0].Key;
        _rest = Encoding.UTF8.GetBytes(properties[0].Json + string.Concat(properties.Skip(1).Select(static p => $",\"{p.Key}\":{p.Json}")));
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(_first);
        writer.WriteRawValue(_rest, skipInputValidation: true);
    }
}
