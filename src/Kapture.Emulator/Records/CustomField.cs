using System.Text.Json;
using Kapture.Emulator.Json;

namespace Kapture.Emulator.Records;

/// <summary>A field that the account defined itself, as a request sends it.</summary>
internal static class CustomField
{
    /// <summary>Its name, and its value as UTF-8 JSON; empty for a blank one, which erases.</summary>
    public static KeyValuePair<string, byte[]> Read(JsonProperty field) =>
        new(field.Name, field.Value.IsBlank() && field.Value.ValueKind != JsonValueKind.False
            ? []
            : JsonBytes.Write(field.Value, static (writer, value) => value.WriteTo(writer)));
}
