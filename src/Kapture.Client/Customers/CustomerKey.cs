using System.Globalization;

namespace Kapture;

/// <summary>What a customer is looked up by: an id, an email address or a phone number (Get Customer API).</summary>
public readonly struct CustomerKey : IEquatable<CustomerKey>
{
    // So many digits no country's numbers fall short of.
    private const int NationalDigits = 7;

    private CustomerKey(CustomerKeyKind kind, string value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>Which of the three it is.</summary>
    public CustomerKeyKind Kind { get; }

    /// <summary>The key as text, as it goes out.</summary>
    public string Value { get; }

    /// <summary>A key by the id that Kapture gave the customer.</summary>
    /// <param name="id">The id, greater than 0.</param>
    public static CustomerKey ById(long id) => new(CustomerKeyKind.Id, id.ToString(CultureInfo.InvariantCulture));

    /// <summary>A key by email address.</summary>
    /// <param name="email">The address; not blank.</param>
    /// <exception cref="KaptureException">InvalidValue: the text cannot be sent.</exception>
    public static CustomerKey ByEmail(string email) => new(CustomerKeyKind.Email, TextRules.Check("Email", email));

    /// <summary>A key by phone number.</summary>
    /// <param name="phone">The number as text: leading zeros and + survive; not blank.</param>
    /// <exception cref="KaptureException">InvalidValue: a spreadsheet has mangled the number.</exception>
    public static CustomerKey ByPhone(string phone) => new(CustomerKeyKind.Phone, TextRules.CheckPhone("Phone", phone));

    /// <summary>Whether a customer that the service gave is the one that was asked for.</summary>
    /// <param name="customer">The customer.</param>
    /// <returns><see langword="true"/> also where the service masks what would have to be compared.</returns>
    public bool Fits(Customer customer)
    {
        if (Kind == CustomerKeyKind.Id)
            return customer.Id.ToString(CultureInfo.InvariantCulture) == Value;

        foreach (var contact in customer.Contacts)
        {
            if (Kind == CustomerKeyKind.Email)
            {
                if (contact.IsEmailMasked == true || string.Equals(contact.Email, Value, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
            else if (contact.IsMobileMasked == true || SamePhone(contact.Phone, Value) || SamePhone(contact.AdditionalPhone, Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(CustomerKey other) =>
        Kind == other.Kind && string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CustomerKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        ((int)Kind * 397) ^ StringComparer.OrdinalIgnoreCase.GetHashCode(Value ?? string.Empty);

    /// <summary>Whether two keys are the same.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(CustomerKey left, CustomerKey right) => left.Equals(right);

    /// <summary>Whether two keys differ.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(CustomerKey left, CustomerKey right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Value}";

    /// <summary>What all spellings of one number have in common.</summary>
    internal static string PhoneEnding(string phone)
    {
        var digits = Digits(phone);
        if (digits.Length < NationalDigits)
            return digits;
        digits = digits.TrimStart('0');
        return digits.Length < NationalDigits ? digits : digits.Substring(digits.Length - NationalDigits);
    }

    // The service stores +91 93804 91326, 09380491326 and 9380491326 as it got them: the shorter must end the longer.
    internal static bool SamePhone(string? one, string other)
    {
        // A phone that is a word, such as "none", has nothing else to be known by.
        if (string.Equals(one, other, StringComparison.Ordinal))
            return true;
        var a = Digits(one);
        var b = Digits(other);
        if (a.Length < NationalDigits || b.Length < NationalDigits)
            return a == b && a.Length > 0;
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        if (a.Length < NationalDigits || b.Length < NationalDigits)
            return a == b;
        return a.EndsWith(b, StringComparison.Ordinal) || b.EndsWith(a, StringComparison.Ordinal);
    }

    private static string Digits(string? text) => text is null ? string.Empty : string.Concat(text.Where(char.IsDigit));
}

/// <summary>The kinds of key that the service looks customers up by.</summary>
public enum CustomerKeyKind
{
    /// <summary>The id that Kapture gave the customer.</summary>
    Id,

    /// <summary>An email address of one of its contacts.</summary>
    Email,

    /// <summary>A phone number of one of its contacts.</summary>
    Phone,
}
