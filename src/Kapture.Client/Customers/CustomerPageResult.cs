namespace Kapture;

/// <summary>A page of customers.</summary>
/// <param name="Customers">The customers, in the service's order.</param>
/// <param name="UnreadableFields">Documented fields whose value could not be read, by their names on the wire; their values are in AdditionalProperties.</param>
public sealed record CustomerPageResult(IReadOnlyList<Customer> Customers, IReadOnlyCollection<string> UnreadableFields);
