using System.Text.Json;
using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.V1;

/// <summary>"Add Customer API", or "Update Customer API" where the body has a <c>customer_id</c>.</summary>
internal sealed class AddUpdateCall(string customerId, CustomerChange change)
    : EmulatorCall(EmulatorDialects.V1, customerId.Length == 0 ? EmulatorOperation.Add : EmulatorOperation.Update)
{
    private static readonly JsonEncodedText _status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText _customer = JsonEncodedText.Encode("customer");
    private static readonly JsonEncodedText _result = JsonEncodedText.Encode("result");
    private static readonly JsonEncodedText _customerId = JsonEncodedText.Encode("customer_id");
    private static readonly JsonEncodedText _action = JsonEncodedText.Encode("action");
    private static readonly JsonEncodedText _actionEvent = JsonEncodedText.Encode("action_event");
    private static readonly JsonEncodedText _contactId = JsonEncodedText.Encode("contact_id");
    private static readonly JsonEncodedText _message = JsonEncodedText.Encode("message");

    public override EmulatorAnswer Answer(in EmulatorContext context)
    {
        if (!HasMandatoryFields())
            return V1Failures.NameAndPhoneOrEmailRequired;

        if (context.Write(customerId, change) is not { } outcome)
            return V1Failures.CustomerNotFound;

        if (context.WrongCustomer)
            outcome = outcome with { CustomerId = outcome.CustomerId + 1 };
        return new EmulatorAnswer(JsonBytes.Write(outcome, WriteSuccess));
    }

    // A contact that exists already may be changed without repeating how to reach it.
    private bool HasMandatoryFields() =>
        (change.IsEnoughToAdd || Operation == EmulatorOperation.Update) && change.Contacts.All(static c => c.IsReachable || !c.IsNew);

    private static void WriteSuccess(Utf8JsonWriter writer, WriteOutcome outcome)
    {
        writer.WriteStartObject();
        writer.WriteString(_status, "success"u8);
        writer.WriteStartObject(_customer);
        writer.WriteBoolean(_result, true);
        writer.WriteNumber(_customerId, outcome.CustomerId);
        writer.WriteString(_action, "CUSTOMER"u8);
        writer.WriteString(_actionEvent, outcome.IsNew ? "ADD_CUSTOMER"u8 : "UPDATE_CUSTOMER"u8);
        writer.WriteNumber(_contactId, outcome.ContactId);
        writer.WriteEndObject();
        writer.WriteString(_message, Message(outcome));
        writer.WriteEndObject();
    }

    private static string Message(in WriteOutcome outcome) => (outcome.IsNew, outcome.ContactAdded, outcome.ContactUpdated) switch
    {
        (true, _, _) => "Customer Added successfully !Contact Added successfully !",
        (_, true, true) => "Customer Updated successfully !Contact Added successfully !Contact Updated successfully !",
        (_, true, _) => "Customer Updated successfully !Contact Added successfully !",
        (_, _, true) => "Customer Updated successfully !Contact Updated successfully !",
        _ => "Customer Updated successfully !",
    };
}
