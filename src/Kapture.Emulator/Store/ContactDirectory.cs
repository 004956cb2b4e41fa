namespace Kapture.Emulator.Store;

/// <summary>Finds customers by the phone and email of any of their contacts. Holds kept customers only.</summary>
internal sealed class ContactDirectory
{
    private readonly ContactIndex _phones = new(StringComparer.Ordinal);
    private readonly ContactIndex _emails = new(StringComparer.OrdinalIgnoreCase);

    public long? FindByPhone(string phone) => _phones.Find(phone.Trim());

    public long? FindByEmail(string email) => _emails.Find(email.Trim());

    public void Add(CustomerRecord customer)
    {
        foreach (var contact in customer.Contacts)
        {
            if (contact.Phone.Length > 0)
                _phones.Add(contact.Phone.Trim(), customer.Id);
            if (contact.Email.Length > 0)
                _emails.Add(contact.Email.Trim(), customer.Id);
        }
    }

    public void Remove(CustomerRecord customer)
    {
        foreach (var contact in customer.Contacts)
        {
            if (contact.Phone.Length > 0)
                _phones.Remove(contact.Phone.Trim(), customer.Id);
            if (contact.Email.Length > 0)
                _emails.Remove(contact.Email.Trim(), customer.Id);
        }
    }
}
