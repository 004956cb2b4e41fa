using Kapture.Emulator.Json;
using Kapture.Emulator.Store;

namespace Kapture.Emulator.Legacy;

/// <summary>
/// Reads the body of the legacy Add more Customer API. Its sample says <c>name</c> where its table of parameters says
/// <c>Contact Person</c>; both go, and so for the others.
/// </summary>
internal static class AddContactReader
{
    public static EmulatorCall Read(FlatBody body) => new AddContactCall(body.TextByLetters("customerid") ?? "", new ContactChange
    {
        ContactPerson = body.TextByLetters("name", "contactperson", "contactpersonname"),
        Phone = body.TextByLetters("phone"),
        Email = body.TextByLetters("email"),
        AdditionalPhone = body.TextByLetters("additionalphone"),
        AdditionalEmail = body.TextByLetters("additionalemail"),
        Designation = body.TextByLetters("designation"),
        Gender = body.TextByLetters("gender"),
        Age = JsonValues.Number(body.TextByLetters("age") ?? ""),
        MaritalStatus = body.TextByLetters("maritalstatus"),
    });
}
