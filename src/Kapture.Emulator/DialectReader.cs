using Kapture.Emulator.Json;
using Kapture.Emulator.Legacy;
using Kapture.Emulator.V1;

namespace Kapture.Emulator;

/// <summary>Reads requests in the dialects that the account has.</summary>
internal sealed class DialectReader(EmulatorDialects dialects)
{
    /// <summary>The path that both dialects have: an array speaks V1, an object Legacy.</summary>
    public const string GetPath = "/search-customer-by-customer-id.html";

    public EmulatorCall Read(in EmulatorRequest request) =>
        (request.Method == "POST" ? ReadKnown(request) : null) ?? Unknown();

    private EmulatorCall? ReadKnown(in EmulatorRequest request)
    {
        // Of one generation alone, the service has no reason to look at the shape.
        if (dialects == EmulatorDialects.Both && request.Path == GetPath)
            return RequestJson.IsObject(request.Body) ? LegacyDialect.Read(request) : V1Dialect.Read(request);

        return (Has(EmulatorDialects.V1) ? V1Dialect.Read(request) : null)
            ?? (Has(EmulatorDialects.Legacy) ? LegacyDialect.Read(request) : null);
    }

    private EmulatorCall Unknown() => Has(EmulatorDialects.V1)
        ? new FailedCall(EmulatorOperation.Unknown, V1Failures.NoSuchPath)
        : new RefusedCall(EmulatorOperation.Unknown, LegacyFailures.NoSuchPath);

    private bool Has(EmulatorDialects dialect) => (dialects & dialect) != 0;
}
