using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>
/// "Pull Customer API by Date Range". The customers of another account than one's own are not there: a wrong
/// <c>cm_id</c> gives an empty page. <c>isAllCustomerPage</c> concerns the account's configuration and changes nothing.
/// </summary>
internal sealed class PullCall(string accountId, string startDate, string endDate, long? limit, long? offset, PullFilter filter)
    : EmulatorCall(EmulatorDialects.V1, EmulatorOperation.Pull)
{
    // "Default limit is 100 to display records".
    private const long DefaultLimit = 100;

    /// <summary>Null where the body has not the documented shape.</summary>
    public static EmulatorCall? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;

        return new PullCall(
            root.TextOrBlank("cm_id"),
            root.TextOrBlank("createStartDate"),
            root.TextOrBlank("createEndDate"),
            root.Number("limit"),
            root.Number("offset"),
            PullFilter.Read(root));
    }

    public override EmulatorAnswer Answer(in EmulatorContext context)
    {
        if (accountId.Length == 0)
            return V1Failures.MandatoryFieldMissing;
        if (startDate.Length == 0 || endDate.Length == 0)
            return V1Failures.DateMissing;
        if (!KaptureTime.TryReadDay(startDate, out var start) || !KaptureTime.TryReadDay(endDate, out var end))
            return V1Failures.DateFormat;
        if (end - start > TimeSpan.FromDays(1))
            return V1Failures.MoreThanADay;

        var options = context.Options;
        context.Store.Arrive(options.ArrivalsPerPull, options.MaxArrivals ?? int.MaxValue, context.Now);
        var days = new DayRange(start, (end - start).Days + (options.EndDate == EndDateReading.Inclusive ? 1 : 0));
        var page = JsonValues.Number(accountId) == options.AccountId
            ? context.Store.Page(days, options.PullOrder, filter.Predicate, Math.Max(offset ?? 0, 0), PageSize(options))
            : [];
        return new EmulatorAnswer(JsonBytes.Write((page, options.AccountId), Write));
    }

    private long PageSize(EmulatorOptions options) =>
        Math.Min(limit is >= 0 ? limit.Value : DefaultLimit, options.MaxLimit ?? long.MaxValue);

    private static void Write(Utf8JsonWriter writer, (IReadOnlyList<CustomerRecord> Customers, long AccountId) page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("message"u8);
        foreach (var customer in page.Customers)
            CustomerWriter.Write(writer, customer, page.AccountId, withLastModification: true);

        writer.WriteEndArray();
        writer.WriteString("status"u8, "success"u8);
        writer.WriteEndObject();
    }
}
