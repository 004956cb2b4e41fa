using System.Globalization;

namespace Kapture.Emulator.Store;

/// <summary>
/// Invented customers, each a pure function of its number: any of them can be had at any time and none is stored.
/// Phone and email contain the number, so that a look-up needs no index. Numbers follow the order of creation.
/// </summary>
internal sealed class SeededCustomers(int count, DateTime start, int days)
{
    // The documented samples end at customer 191690263 and contact 210006001.
    private const long FirstId = 191_700_000;
    private const long FirstContactId = 210_010_000;
    private const long FirstPhone = 7_000_000_000;
    private const long FirstOfficePhone = 8_000_000_000;
    private const long MillisecondsADay = 86_400_000;
    private const string Domain = "@example.com";

    private readonly DateTime _start = start.Date;
    private long _computed;

    public int Count => count;

    /// <summary>One contact each, and a second for every fifth customer.</summary>
    public long ContactCount => count + ((count + 4L) / 5);

    public long FirstFreeId => FirstId + count;

    public long FirstFreeContactId => FirstContactId + (2L * count);

    public long Computed => Interlocked.Read(ref _computed);

    public static long IdOf(int number) => FirstId + number;

    public SeededDay On(DateTime day)
    {
        var index = (day - _start).Days;
        if (index < 0 || index >= days)
            return default;

        var first = FirstOn(index);
        return new SeededDay(first, FirstOn(index + 1) - first);
    }

    public CustomerRecord? Find(long id) => id >= FirstId && id < FirstFreeId ? Create((int)(id - FirstId)) : null;

    public CustomerRecord? FindByPhone(string phone)
    {
        if (!long.TryParse(phone.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            return null;

        var number = digits - (digits < FirstOfficePhone ? FirstPhone : FirstOfficePhone);
        return Matching(number, c => c.Phone == phone.Trim());
    }

    public CustomerRecord? FindByEmail(string email)
    {
        email = email.Trim();
        if (!email.EndsWith(Domain, StringComparison.OrdinalIgnoreCase))
            return null;

        var local = email.Substring(0, email.Length - Domain.Length);
        var digits = local.Substring(local.LastIndexOf('.') + 1);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Matching(number, c => string.Equals(c.Email, email, StringComparison.OrdinalIgnoreCase))
            : null;
    }

    public CustomerRecord Create(int number)
    {
        Interlocked.Increment(ref _computed);
        var person = InventedPeople.At(number);
        var place = InventedPlaces.At(number);
        var created = CreatedAt(number);
        return new CustomerRecord
        {
            Id = IdOf(number),
            Name = person.Name,
            City = place.City,
            State = place.State,
            Country = place.Country,
            PinCode = place.PinCode,
            CustomerCode = "SEED-" + number.ToString("D7", CultureInfo.InvariantCulture),
            IsOrganization = number % 4 == 1,
            IsChannelPartner = number % 10 == 2,
            Enquiries = number % 3 == 0 ? 1 : 0,
            Contacts = ContactsOf(number, person, created),
            Created = created,
            Modified = created,
        };
    }

    private static ContactRecord[] ContactsOf(int number, InventedPerson person, DateTime created)
    {
        // Some have no email and some no phone, but everybody has one of the two.
        var primary = new ContactRecord
        {
            Id = FirstContactId + (2L * number),
            ContactPerson = person.Name,
            Gender = person.Gender,
            Phone = number % 19 == 7 ? "" : (FirstPhone + number).ToString(CultureInfo.InvariantCulture),
            Email = number % 17 == 5 && number % 19 != 7 ? "" : Email(person.Ascii, number),
            IsPrimary = true,
            Created = created,
        };
        if (number % 5 != 0)
            return [primary];

        var colleague = InventedPeople.At(number + 1);
        var second = new ContactRecord
        {
            Id = FirstContactId + (2L * number) + 1,
            ContactPerson = colleague.Name,
            Gender = colleague.Gender,
            Phone = (FirstOfficePhone + number).ToString(CultureInfo.InvariantCulture),
            Email = Email("office." + colleague.Ascii, number),
            Created = created,
        };
        return [primary, second];
    }

    private static string Email(string local, int number) =>
        local + "." + number.ToString(CultureInfo.InvariantCulture) + Domain;

    private CustomerRecord? Matching(long number, Func<ContactRecord, bool> matches)
    {
        if (number < 0 || number >= count)
            return null;

        var customer = Create((int)number);
        return customer.Contacts.Any(matches) ? customer : null;
    }

    // Each customer has a slot of its own within its day, and lies somewhere in it.
    private DateTime CreatedAt(int number)
    {
        var index = (int)((long)number * days / count);
        var first = FirstOn(index);
        var slot = MillisecondsADay / (FirstOn(index + 1) - first);
        return _start.AddDays(index).AddMilliseconds((slot * (number - first)) + (InventedPeople.Mix(number) % (uint)slot));
    }

    private int FirstOn(int index) => (int)((((long)index * count) + days - 1) / days);
}
