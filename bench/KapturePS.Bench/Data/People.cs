using System.Globalization;
using Kapture;

namespace KapturePS.Bench;

/// <summary>Invented customers: the n-th is the same in every run, and no two have the same phone or email.</summary>
internal static class People
{
    private static readonly string[] _first = ["Asha", "Farhan", "Jayesh", "आशा", "Kavya", "Meera", "Nikhil", "Priya", "Rahul", "Sunita", "Tenzin", "Zoya"];
    private static readonly string[] _last = ["Bhosale", "Fernandes", "Iyer", "Kulkarni", "Nair", "पाटील", "Rao", "Sharma", "Thomas"];
    private static readonly string[] _streets = ["Station Road", "Temple Lane", "Lake View", "Hill Street", "Market Yard"];
    private static readonly string[] _types = ["retail", "walk-in", "wholesale"];
    private static readonly (string City, string State, string PostalCode)[] _places =
    [
        ("Pune", "Maharashtra", "411001"), ("Kochi", "Kerala", "682001"), ("Chennai", "Tamil Nadu", "600001"),
        ("Guwahati", "Assam", "781007"), ("Kolkata", "West Bengal", "700054"), ("Jaipur", "Rajasthan", "302001"),
    ];

    /// <summary>The headers of a CSV file: the vendor's names, as in samples/customers.csv.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["customer_name", "phone", "email_id", "address", "city", "state", "country", "pincode", "customer_code", "type"];

    /// <summary>The fields of the n-th customer, as the client takes them.</summary>
    public static CustomerFields Fields(int n)
    {
        var place = _places[n % _places.Length];
        return new CustomerFields
        {
            Name = $"{_first[n % _first.Length]} {_last[n / _first.Length % _last.Length]}",
            Phone = (9_000_000_000 + n).ToString(CultureInfo.InvariantCulture),
            Email = string.Create(CultureInfo.InvariantCulture, $"c{n:000000}@example.com"),
            Address = string.Create(CultureInfo.InvariantCulture, $"Flat {n % 90 + 1}, {n % 400 + 1} {_streets[n % _streets.Length]}"),
            City = place.City,
            State = place.State,
            Country = "India",
            PostalCode = place.PostalCode,
            CustomerCode = string.Create(CultureInfo.InvariantCulture, $"C-{n:000000}"),
            Type = _types[n % _types.Length],
        };
    }

    /// <summary>The cells of the n-th customer, in the order of <see cref="Columns"/>.</summary>
    public static string[] Cells(int n)
    {
        var fields = Fields(n);
        return [fields.Name!, fields.Phone!, fields.Email!, fields.Address!, fields.City!, fields.State!, fields.Country!, fields.PostalCode!, fields.CustomerCode!, fields.Type!];
    }
}
