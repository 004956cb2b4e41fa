using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kapture.Emulator.Statistics;

namespace Kapture.Emulator.Server;

/// <summary>Statistics as JSON.</summary>
internal static class StatisticsJson
{
    public static ReadOnlyMemory<byte> Write(EmulatorStatistics statistics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteNumber("requests", statistics.Requests);
        writer.WriteStartObject("operations");
        foreach (var (operation, counts) in statistics.Operations)
            WriteOperation(writer, operation, counts);

        writer.WriteEndObject();
        writer.WriteNumber("customers", statistics.Customers);
        writer.WriteNumber("contacts", statistics.Contacts);
        writer.WriteNumber("duplicates", statistics.Duplicates);
        writer.WriteNumber("inFlight", statistics.InFlight);
        writer.WriteNumber("highestInFlight", statistics.HighestInFlight);
        writer.WriteNumber("seededComputed", statistics.SeededComputed);
        writer.WriteNumber("keptRead", statistics.KeptRead);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteOperation(Utf8JsonWriter writer, EmulatorOperation operation, OperationStatistics counts)
    {
        writer.WriteStartObject(JsonNamingPolicy.CamelCase.ConvertName(operation.ToString()));
        writer.WriteNumber("requests", counts.Requests);
        writer.WriteNumber("failed", counts.Failed);
        writer.WriteStartObject("byStatus");
        foreach (var (status, count) in counts.ByStatus)
            writer.WriteNumber(status == 0 ? "none" : status.ToString(CultureInfo.InvariantCulture), count);

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
