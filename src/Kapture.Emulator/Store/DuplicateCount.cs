namespace Kapture.Emulator.Store;

/// <summary>Counts customers that are the same person again: same name, phone and email.</summary>
internal static class DuplicateCount
{
    /// <param name="kept">Every customer that was added or changed.</param>
    /// <param name="seededLike">The untouched seeded customer with the phone or email of a kept one; those never double each other.</param>
    public static long Of(IEnumerable<CustomerRecord> kept, Func<CustomerRecord, CustomerRecord?> seededLike)
    {
        var seen = new HashSet<(string Name, string Phone, string Email)>();
        var duplicates = 0L;
        foreach (var customer in kept)
        {
            var key = KeyOf(customer);
            if (!seen.Add(key) || (seededLike(customer) is { } seeded && KeyOf(seeded) == key))
                duplicates++;
        }

        return duplicates;
    }

    private static (string Name, string Phone, string Email) KeyOf(CustomerRecord customer)
    {
        var contact = customer.PrimaryContact;
        return (customer.Name, contact.Phone, contact.Email.ToUpperInvariant());
    }
}
