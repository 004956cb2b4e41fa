namespace Kapture;

/// <summary>The customers of a day that have come, each with the page that it came on. Safe for pages that come side by side.</summary>
internal sealed class KnownCustomers
{
    private readonly Dictionary<long, int> _offsets = [];
    private readonly HashSet<Looks> _looks = [];
    private volatile bool _haveMoved;
    private int _withoutId;

    /// <summary>How many there are; whoever has no id counts each time.</summary>
    public int Count
    {
        get
        {
            lock (_offsets)
                return _offsets.Count + _withoutId;
        }
    }

    /// <summary>Whether one has come on two pages: the pages move while they are read.</summary>
    public bool HaveMoved => _haveMoved;

    /// <summary>How many there are that can be told from one another; whoever has no id counts once with all who look the same.</summary>
    public int Distinct
    {
        get
        {
            lock (_offsets)
                return _offsets.Count + _looks.Count;
        }
    }

    /// <summary>Knows nobody any more.</summary>
    public void Clear()
    {
        lock (_offsets)
        {
            _offsets.Clear();
            _looks.Clear();
            _withoutId = 0;
            _haveMoved = false;
        }
    }

    /// <summary>Removes those that are known already, and knows the others from now on.</summary>
    /// <param name="customers">Customers that came together.</param>
    /// <param name="offset">Where their page begins. An answer that broke off brings the same ones again, at the same place.</param>
    public void RemoveFrom(List<Customer> customers, int offset)
    {
        lock (_offsets)
            customers.RemoveAll(customer => !IsNew(customer, offset));
    }

    private bool IsNew(Customer customer, int offset)
    {
        var id = customer.Id;

        // Without an id nobody can tell whether it has come before: better twice than not at all.
        if (id == 0)
        {
            _withoutId++;
            _looks.Add(new Looks(customer.Name, customer.Phone, customer.Email, customer.CustomerCode, customer.Created));
            return true;
        }

        if (!_offsets.TryGetValue(id, out var known))
        {
            _offsets.Add(id, offset);
            return true;
        }

        if (known != offset)
            _haveMoved = true;
        return false;
    }

    private readonly record struct Looks(string? Name, string? Phone, string? Email, string? Code, DateTimeOffset? Created);
}
