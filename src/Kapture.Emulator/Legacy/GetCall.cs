using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>
/// The legacy Search Customer API by <c>customer_id</c>. The page speaks of customer codes and names as well, and names
/// no parameter for them: there is no such search here.
/// </summary>
internal sealed class GetCall(string id) : EmulatorCall(EmulatorDialects.Legacy, EmulatorOperation.Get)
{
    public static EmulatorCall Read(FlatBody body) => new GetCall(body.TextOrBlank("customer_id"));

    public override EmulatorAnswer Answer(in EmulatorContext context)
    {
        var quirks = context.Options.LegacyQuirks;
        if (id.Length == 0)
            return LegacyFailures.MandatoryFieldMissing.Shown(quirks);

        if ((JsonValues.Number(id) is { } number ? context.Store.Find(number) : null) is not { } found)
            return LegacyFailures.CustomerNotFound.Shown(quirks);

        var customer = context.WrongCustomer ? SomebodyElse.Than(found, context.Store) : found;
        return new EmulatorAnswer(JsonBytes.Write((customer, context.Options.AccountId, quirks), Write));
    }

    private static void Write(Utf8JsonWriter writer, (CustomerRecord Customer, long AccountId, LegacyQuirks Quirks) found)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("message"u8);
        LegacyCustomerWriter.WriteFound(writer, found.Customer, found.AccountId, found.Quirks);
        writer.WriteEndArray();
        if ((found.Quirks & LegacyQuirks.StatusInRecord) == 0)
            writer.WriteString("status"u8, "success"u8);
        writer.WriteEndObject();
    }
}
