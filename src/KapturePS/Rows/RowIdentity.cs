using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Who a row is about.</summary>
internal static class RowIdentity
{
    /// <summary>The customer's id in an object of the service: a contact's own id is not its customer's.</summary>
    public static string? CustomerId(PSObject row, RowShape shape) =>
        Text(row, shape == RowShape.Customer ? nameof(Customer.Id) : nameof(Contact.CustomerId));

    /// <summary>The contact's id in an object of the service.</summary>
    public static string? ContactId(PSObject row, RowShape shape) => shape == RowShape.Contact ? Text(row, nameof(Contact.Id)) : null;

    /// <summary>The failure of a row that is a result without an id.</summary>
    public static KaptureException NotTold() => new(KaptureErrorId.MissingField,
        "The row is the result of a write to which the service gave no customer id, as many Legacy tenants do. Find the customer with Get-KaptureCustomerByDate and pipe it, or give the id.");

    private static string? Text(PSObject row, string property) => LanguagePrimitives.ConvertTo<string>(row.Properties[property]?.Value);
}
