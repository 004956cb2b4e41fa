using System.Globalization;
using System.Text.Json;
using Kapture;
using KapturePS.Soak.World;

namespace KapturePS.Soak.Work;

/// <summary>Plans the rows of an epoch: who they are is in their names.</summary>
internal sealed class Rows(int epoch, Random random)
{
    private static readonly string[] _cities = ["Pune", "Kochi", "नागपुर", "Mumbai", "চট্টগ্রাম", "🏙️"];

    private int _people;

    /// <summary>Customers to add; some of them twice or three times over, letter for letter.</summary>
    public List<PlannedRow> Adds(int count)
    {
        var rows = new List<PlannedRow>();
        while (rows.Count < count)
        {
            var (name, phone) = Person("A");
            var email = random.Next(2) == 0 ? null : Email(phone);
            var reach = email is not null && random.Next(4) == 0 ? null : phone;
            var address = random.Next(3) == 0 ? $"{random.Next(100)}, {_cities[random.Next(_cities.Length)]}" : null;
            var copies = random.Next(25) == 0 ? random.Next(2, 4) : 1;
            for (var i = 0; i < copies; i++)
                rows.Add(new PlannedRow(name, string.Empty, row => BulkRow.Add(row, new CustomerFields { Name = name, Phone = reach, Email = email, Address = address })));
        }

        return Shuffled(rows);
    }

    /// <summary>Customers to add or to change, whichever it is; some of them several times.</summary>
    public List<PlannedRow> Upserts(int count)
    {
        var rows = new List<PlannedRow>();
        while (rows.Count < count)
        {
            var (name, phone) = Person("U");
            rows.AddRange(Changes(name, phone, random.Next(1, 4)));
        }

        return rows;

        IEnumerable<PlannedRow> Changes(string name, string phone, int times) => Enumerable.Range(0, times).Select(_ => Upsert(name, phone));
    }

    /// <summary>The same customers once more, each once, with other values.</summary>
    public List<PlannedRow> Again(IEnumerable<PlannedRow> upserts) =>
        Shuffled(upserts.Select(row => row.Identity).Distinct().Select(name => Upsert(name, PhoneOf(name))).ToList());

    /// <summary>Changes of customers; of some of them more than one. Some say what no look-up tells.</summary>
    public List<PlannedRow> Updates(IReadOnlyList<TrueCustomer> customers, int count, Dialect dialect) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var customer = customers[random.Next(customers.Count)];
        var value = Value();
        var remarks = random.Next(4) == 0 && dialect == Dialect.V1 ? value : null;
        return new PlannedRow(customer.Name, value, row => BulkRow.Update(row, customer.Id, new CustomerFields { City = value, State = value, Remarks = remarks }));
    })];

    /// <summary>Contacts to add to customers.</summary>
    public List<PlannedRow> Contacts(IReadOnlyList<TrueCustomer> customers, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var customer = customers[random.Next(customers.Count)];
        var (_, phone) = Person("C");
        var name = $"{customer.Name}/{phone}";
        return new PlannedRow(name, string.Empty, row => BulkRow.AddContact(row, customer.Id, new ContactFields { Name = name, Phone = phone, Email = Email(phone) }));
    })];

    /// <summary>Customers to add by requests of the caller's own, in V1's words or in Legacy's.</summary>
    public List<PlannedRow> Invokes(int count, KaptureClient client, Dialect dialect) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var (name, phone) = Person("I");
        var request = dialect == Dialect.V1
            ? new KaptureRequest("/ms/customer/customer/api/v1/add-update", JsonSerializer.Serialize(new { customer_info = new { customer_name = name, phone } }))
            : new KaptureRequest("/add-update-customer-from-other-source.html", JsonSerializer.Serialize(new { name, phone }));
        return new PlannedRow(name, string.Empty, row => new RequestRow(row, null, client, request, asText: false, new CallOptions { Row = row }));
    })];

    private PlannedRow Upsert(string name, string phone)
    {
        var value = Value();
        return new PlannedRow(name, value, row => BulkRow.Add(row, new CustomerFields { Name = name, Phone = phone, City = value }));
    }

    private (string Name, string Phone) Person(string kind)
    {
        var phone = string.Create(CultureInfo.InvariantCulture, $"9{epoch % 10_000:0000}{++_people:00000}");
        return ($"{kind} {phone}", phone);
    }

    private string Value() => string.Create(CultureInfo.InvariantCulture, $"{_cities[random.Next(_cities.Length)]} {++_people}");

    private List<PlannedRow> Shuffled(List<PlannedRow> rows)
    {
        var shuffled = rows.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    private static string Email(string phone) => phone + "@example.org";

    private static string PhoneOf(string name) => name[2..];
}
