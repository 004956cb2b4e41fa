using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Warns of fields of the service that could not be read; of each kind once, naming the first customer.</summary>
internal sealed class UnreadableWarnings(PSCmdlet cmdlet)
{
    private HashSet<string>? _warned;

    public void Check(Customer customer)
    {
        foreach (var field in customer.UnreadableFields)
        {
            if ((_warned ??= new HashSet<string>(StringComparer.Ordinal)).Add(field))
                cmdlet.WriteWarning($"Customer {customer.Id}: the service wrote a {field} that cannot be read. Its property has no value from it; as it came, it is in AdditionalProperties. Others with such a {field} are not named: UnreadableFields lists it in each.");
        }
    }
}
