using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>The legacy Select Customer API: every customer of a range of dates, however long, in one answer.</summary>
internal sealed class PullCall(string startDate, string endDate) : EmulatorCall(EmulatorDialects.Legacy, EmulatorOperation.Pull)
{
    public static EmulatorCall Read(FlatBody body) => new PullCall(body.TextOrBlank("start_date"), body.TextOrBlank("end_date"));

    public override EmulatorAnswer Answer(in EmulatorContext context)
    {
        var options = context.Options;
        if (startDate.Length == 0 || endDate.Length == 0)
            return LegacyFailures.DateMissing.Shown(options.LegacyQuirks);
        if (!LegacyDate.TryRead(startDate, options.LegacyDates, out var start) || !LegacyDate.TryRead(endDate, options.LegacyDates, out var end))
            return LegacyFailures.DateFormat.Shown(options.LegacyQuirks);

        context.Store.Arrive(options.ArrivalsPerPull, options.MaxArrivals ?? int.MaxValue, context.Now);
        var range = LegacyRange.Of(start, end, options.EndDate);
        var customers = context.Store.Page(range.Days, options.PullOrder, range.Filter, offset: 0, limit: long.MaxValue);
        var trailingComma = customers.Count > 0 && (options.LegacyQuirks & LegacyQuirks.TrailingComma) != 0;
        return new EmulatorAnswer(JsonBytes.Write(
            (customers, options.AccountId), WriteCustomers, trailingComma ? ",],\"status\":\"success\"}"u8 : "],\"status\":\"success\"}"u8));
    }

    // The end of the array is left to the tail: no JSON writer puts a comma there.
    private static void WriteCustomers(Utf8JsonWriter writer, (IReadOnlyList<CustomerRecord> Customers, long AccountId) pulled)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("message"u8);
        foreach (var customer in pulled.Customers)
            LegacyCustomerWriter.WritePulled(writer, customer, pulled.AccountId);
    }
}
