using System.Text.Json;
using Kapture.Emulator.Json;

namespace Kapture.Emulator.Legacy;

/// <summary>The legacy operations by their paths.</summary>
internal static class LegacyDialect
{
    private const string AddUpdatePath = "/add-update-customer-from-other-source.html";
    private const string PullPath = "/select-customer-between-start-and-end-dates.html";
    private const string AddContactPath = "/add-more-contacts-for-existing-customer.html";

    /// <summary>Reads a request; what cannot be read becomes a call that answers so. Null where the path is not a legacy one.</summary>
    public static EmulatorCall? Read(in EmulatorRequest request) => request.Path switch
    {
        AddUpdatePath => Read(request.Body, EmulatorOperation.Add, AddUpdateReader.Read),
        DialectReader.GetPath => Read(request.Body, EmulatorOperation.Get, GetCall.Read),
        PullPath => Read(request.Body, EmulatorOperation.Pull, PullCall.Read),
        AddContactPath => Read(request.Body, EmulatorOperation.AddContact, AddContactReader.Read),
        _ => null,
    };

    private static EmulatorCall Read(ReadOnlyMemory<byte> body, EmulatorOperation operation, Func<FlatBody, EmulatorCall> read) =>
        RequestJson.Read(body, root => root.ValueKind == JsonValueKind.Object ? read(new FlatBody(root)) : null)
        ?? new RefusedCall(operation, LegacyFailures.InvalidJson);
}
