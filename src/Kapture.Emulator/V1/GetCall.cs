using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>
/// "Get Customer API": an array of one object, whose first key that is not blank decides, in the order
/// <c>kapture_customer_id</c>, <c>email_id</c>, <c>phone</c>. Of several customers it finds the oldest.
/// </summary>
internal sealed class GetCall(string id, string email, string phone) : EmulatorCall(EmulatorDialects.V1, EmulatorOperation.Get)
{
    /// <summary>Null where the body has not the documented shape.</summary>
    public static EmulatorCall? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0 || root[0].ValueKind != JsonValueKind.Object)
            return null;

        var keys = root[0];
        return new GetCall(keys.TextOrBlank("kapture_customer_id"), keys.TextOrBlank("email_id"), keys.TextOrBlank("phone"));
    }

    public override EmulatorAnswer Answer(in EmulatorContext context)
    {
        if (id.Length + email.Length + phone.Length == 0)
            return V1Failures.MandatoryFieldMissing;

        if (Find(context.Store) is not { } found)
            return V1Failures.CustomerNotFound;

        var customer = context.WrongCustomer ? SomebodyElse.Than(found, context.Store) : found;
        return new EmulatorAnswer(JsonBytes.Write((customer, context.Options.AccountId), Write));
    }

    private CustomerRecord? Find(CustomerStore store)
    {
        if (id.Length > 0)
            return JsonValues.Number(id) is { } number ? store.Find(number) : null;

        return email.Length > 0 ? store.FindByEmail(email) : store.FindByPhone(phone);
    }

    private static void Write(Utf8JsonWriter writer, (CustomerRecord Customer, long AccountId) found)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Customer Details"u8);
        CustomerWriter.Write(writer, found.Customer, found.AccountId, withLastModification: false);
        writer.WriteString("status"u8, "success"u8);
        writer.WriteEndObject();
    }
}
