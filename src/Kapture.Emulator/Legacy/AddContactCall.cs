using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>The legacy Add more Customer API: a further contact of a customer.</summary>
internal sealed class AddContactCall(string customerId, ContactChange contact) : EmulatorCall(EmulatorDialects.Legacy, EmulatorOperation.AddContact)
{
    public override EmulatorAnswer Answer(in EmulatorContext context)
    {
        var quirks = context.Options.LegacyQuirks;
        if (customerId.Length == 0)
            return LegacyFailures.MandatoryFieldMissing.Shown(quirks);
        if (!contact.IsReachable)
            return LegacyFailures.NameAndPhoneOrEmailRequired.Shown(quirks);

        return context.Write(customerId, new CustomerChange { Contacts = [contact] }) is null
            ? LegacyFailures.CustomerNotFound.Shown(quirks)
            : LegacySuccesses.Added(quirks, customerId: null);
    }
}
