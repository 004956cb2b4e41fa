namespace Kapture.Emulator.Store;

/// <summary>Where the seeded customers live; some did not say.</summary>
internal static class InventedPlaces
{
    private static readonly (string City, string State, string Country, string PinCode)[] _places =
    [
        ("Bengaluru", "Karnataka", "India", "560001"),
        ("", "", "India", ""),
        ("Pune", "Maharashtra", "India", "411001"),
        ("चंडीगढ़", "", "India", "160017"),
        ("சென்னை", "Tamil Nadu", "India", "600001"),
        ("কলকাতা", "West Bengal", "India", "700001"),
        ("", "", "", ""),
        ("Thiruvananthapuram", "Kerala", "India", "695001"),
        ("Zürich", "", "Switzerland", "8001"),
        ("Guwahati", "Assam", "India", "781001"),
        ("São Paulo", "", "Brazil", "01000-000"),
    ];

    public static (string City, string State, string Country, string PinCode) At(int number) => _places[number % _places.Length];
}
