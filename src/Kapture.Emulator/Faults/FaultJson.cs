using System.Globalization;
using System.Text.Json;

namespace Kapture.Emulator.Faults;

/// <summary>
/// Reads fault rules from a JSON array, e.g.
/// <c>[{"operation":"add","kind":"status","statusCode":503,"retryAfter":2,"every":3}]</c>.
/// </summary>
public static class FaultJson
{
    /// <summary>The rules in <paramref name="json"/>.</summary>
    /// <exception cref="FormatException">It is not such an array; the message says where.</exception>
    public static IReadOnlyList<EmulatorFault> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new FormatException("Fault rules come as a JSON array.");

            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (JsonException e)
        {
            throw new FormatException("Fault rules: " + e.Message, e);
        }
    }

    private static EmulatorFault Read(JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException(At(index, "a rule is an object"));
        if (!element.TryGetProperty("kind", out _))
            throw new FormatException(At(index, "kind is missing"));

        var fault = new EmulatorFault();
        foreach (var property in element.EnumerateObject())
        {
            var name = "a name";
            try
            {
                // A name that is no UTF-8 cannot be read either.
                name = property.Name;
                fault = With(fault, name, property.Value);
            }
            catch (Exception e) when (e is InvalidOperationException or OverflowException or FormatException)
            {
                throw new FormatException(At(index, $"{name}: {e.Message}"), e);
            }
        }

        return fault.Complaint() is { } complaint ? throw new FormatException(At(index, complaint)) : fault;
    }

    private static EmulatorFault With(EmulatorFault fault, string name, JsonElement value) => name switch
    {
        "kind" => fault with { Kind = Named<FaultKind>(value) },
        "operation" => fault with { Operation = value.GetString() == "any" ? null : Named<EmulatorOperation>(value) },
        "skip" => fault with { Skip = value.GetInt32() },
        "every" => fault with { Every = value.GetInt32() },
        "times" => fault with { Times = value.GetInt32() },
        "probability" => fault with { Probability = value.GetDouble() },
        "seed" => fault with { Seed = value.GetInt32() },
        "statusCode" => fault with { StatusCode = value.GetInt32() },
        "retryAfter" => fault with { RetryAfter = TimeSpan.FromSeconds(value.GetDouble()) },
        "retryAfterAsDate" => fault with { RetryAfterAsDate = value.GetBoolean() },
        "body" => fault with { Body = value.GetString() },
        "location" => fault with { Location = value.GetString() },
        "contentType" => fault with { ContentType = value.GetString() },
        "encoding" => fault with { Encoding = value.GetString() },
        "size" => fault with { Size = value.GetInt32() },
        "applied" => fault with { Applied = value.GetBoolean() },
        "delayMs" => fault with { Delay = TimeSpan.FromMilliseconds(value.GetDouble()) },
        "quirks" => fault with { Quirks = ReadQuirks(value) },
        _ => throw new FormatException("no such property"),
    };

    private static EmulatorQuirks ReadQuirks(JsonElement value) =>
        value.EnumerateArray().Aggregate(EmulatorQuirks.None, static (all, one) => all | Named<EmulatorQuirks>(one));

    private static T Named<T>(JsonElement value)
        where T : struct, Enum
    {
        var name = value.GetString() ?? "";

        // Enum.TryParse would take numbers and lists as well.
        return Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(name, ignoreCase: true)
            : throw new FormatException($"'{name}' is none of {string.Join(", ", Enum.GetNames<T>().Select(CamelCase))}");
    }

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string At(int index, string complaint) =>
        string.Format(CultureInfo.InvariantCulture, "Fault rule {0}: {1}.", index + 1, complaint);
}
