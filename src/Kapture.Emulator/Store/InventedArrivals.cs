using System.Globalization;

namespace Kapture.Emulator.Store;

/// <summary>Customers that somebody else adds while a client pulls; the one of a number is always the same.</summary>
internal static class InventedArrivals
{
    // Seeded customers have phones from 7000000000 on and addresses at example.com: an arrival is like none of them.
    private const long FirstPhone = 6_000_000_000;
    private const string Domain = "@example.org";

    public static CustomerChange At(int number)
    {
        var person = InventedPeople.At(number);
        var place = InventedPlaces.At(number);
        return new CustomerChange
        {
            Name = person.Name,
            Phone = (FirstPhone + number).ToString(CultureInfo.InvariantCulture),
            Email = person.Ascii + "." + number.ToString(CultureInfo.InvariantCulture) + Domain,
            City = place.City,
            State = place.State,
            Country = place.Country,
            PinCode = place.PinCode,
        };
    }
}
