using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>The legacy Add Customer API, or Update Customer API where the body has a <c>customer_id</c>.</summary>
internal sealed class AddUpdateCall(string customerId, CustomerChange change)
    : EmulatorCall(EmulatorDialects.Legacy, customerId.Length == 0 ? EmulatorOperation.Add : EmulatorOperation.Update)
{
    public override EmulatorAnswer Answer(in EmulatorContext context)
    {
        var quirks = context.Options.LegacyQuirks;
        if (Operation == EmulatorOperation.Add && !change.IsEnoughToAdd)
            return LegacyFailures.NameAndPhoneOrEmailRequired.Shown(quirks);

        if (context.Write(customerId, change) is not { } outcome)
            return LegacyFailures.CustomerNotFound.Shown(quirks);

        if (context.WrongCustomer)
            outcome = outcome with { CustomerId = outcome.CustomerId + 1 };

        // The id tells whoever asked for an add, also where the account changed somebody instead.
        long? id = Operation == EmulatorOperation.Add ? outcome.CustomerId : null;
        return outcome.IsNew ? LegacySuccesses.Added(quirks, id) : LegacySuccesses.Updated(quirks, id);
    }
}
