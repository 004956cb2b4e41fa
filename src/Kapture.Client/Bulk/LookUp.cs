namespace Kapture;

/// <summary>What a look-up says of a write whose answer was lost.</summary>
internal readonly record struct LookUp
{
    private LookUp(Customer? customer, Contact? contact, bool isAbsent, string note, bool isUntold = false)
    {
        Customer = customer;
        Contact = contact;
        IsAbsent = isAbsent;
        IsUntold = isUntold;
        Note = note;
    }

    /// <summary>The customer as the write left it.</summary>
    public Customer? Customer { get; }

    /// <summary>The contact that tells it; <see langword="null"/> where it is the customer that does.</summary>
    public Contact? Contact { get; }

    /// <summary>Whether the write has certainly not been applied so far.</summary>
    public bool IsAbsent { get; }

    /// <summary>Whether the customer is there, but tells nothing of what the write was to change.</summary>
    public bool IsUntold { get; }

    /// <summary>What the user is told where the row stays in doubt.</summary>
    public string Note { get; }

    public static LookUp Found(Customer customer, Contact? contact = null) => new(customer, contact, false, string.Empty);

    public static LookUp Absent() => new(null, null, true, "A look-up does not find it, but the service may still be at work on it.");

    public static LookUp Untold() => new(null, null, false, "A look-up does not tell all of what it changes.", isUntold: true);

    public static LookUp Unclear(string note) => new(null, null, false, note);
}
