using System.Text.Json;
using Kapture.Emulator.Json;

namespace Kapture.Emulator.V1;

/// <summary>The V1 operations by their paths.</summary>
internal static class V1Dialect
{
    private const string AddUpdatePath = "/ms/customer/customer/api/v1/add-update";
    private const string PullPath = "/ms/customer-search/customer-search/api/v1";

    /// <summary>Reads a request; what cannot be read becomes a call that answers so. Null where the path is not one of V1.</summary>
    public static EmulatorCall? Read(in EmulatorRequest request) => request.Path switch
    {
        AddUpdatePath => Read(request.Body, EmulatorOperation.Add, AddUpdateReader.Read),
        DialectReader.GetPath => Read(request.Body, EmulatorOperation.Get, GetCall.Read),
        PullPath => Read(request.Body, EmulatorOperation.Pull, PullCall.Read),
        _ => null,
    };

    private static EmulatorCall Read(ReadOnlyMemory<byte> body, EmulatorOperation operation, Func<JsonElement, EmulatorCall?> read) =>
        RequestJson.Read(body, read) ?? new FailedCall(operation, V1Failures.InvalidJson);
}
