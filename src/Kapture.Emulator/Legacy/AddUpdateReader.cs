using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>Reads the body of the legacy Add Customer and Update Customer APIs. What no page names is a custom field.</summary>
internal static class AddUpdateReader
{
    private static readonly string[] _documented =
    [
        "customer_id", "name", "phone", "email", "city", "country", "customer_code", "state", "type", "classification", "zone", "address",
        "date_of_birth", "anniversary_date",
    ];

    public static EmulatorCall Read(FlatBody body) => new AddUpdateCall(body.TextOrBlank("customer_id"), new CustomerChange
    {
        Name = body.Text("name"),
        Phone = body.Text("phone"),
        Email = body.Text("email"),
        City = body.Text("city"),
        Country = body.Text("country"),
        CustomerCode = body.Text("customer_code"),
        State = body.Text("state"),
        CustomerType = body.Text("type"),
        Classification = body.Text("classification"),
        Zone = JsonValues.ListId(body.Text("zone")),
        Address = body.Text("address"),
        DateOfBirth = body.Text("date_of_birth"),
        AnniversaryDate = body.Text("anniversary_date"),
        AdditionalFields = body.Except(_documented),
    });
}
