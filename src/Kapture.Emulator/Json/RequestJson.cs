using System.Text.Json;

namespace Kapture.Emulator.Json;

/// <summary>Reads the bodies of requests.</summary>
internal static class RequestJson
{
    /// <summary>What <paramref name="read"/> makes of the body; null where that is null, or the body no JSON.</summary>
    public static EmulatorCall? Read(ReadOnlyMemory<byte> body, Func<JsonElement, EmulatorCall?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Text that is no Unicode, such as half of a surrogate pair, shows only when it is read.
            return null;
        }
    }

    /// <summary>Whether the body is a JSON object.</summary>
    public static bool IsObject(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
