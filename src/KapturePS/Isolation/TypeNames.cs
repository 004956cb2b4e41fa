using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>
/// Lets scripts name the types that they meet, as in <c>catch [Kapture.KaptureException]</c>: by itself the engine does
/// not look into a private context.
/// </summary>
internal static class TypeNames
{
    private static readonly Type[] _public =
    [
        typeof(Contact), typeof(Customer), typeof(CustomerType), typeof(JournalEntry), typeof(JournalState), typeof(KaptureAuthentication),
        typeof(KaptureErrorId), typeof(KaptureException), typeof(KaptureOperation), typeof(WriteAction), typeof(WriteResult),
    ];

    private static readonly object _gate = new();

    private static bool _done;

    public static void Publish()
    {
        // The engine's table is the process's, and runspaces may import at the same moment: none may go on before it is whole.
        lock (_gate)
        {
            if (!_done)
                AddAll();
            _done = true;
        }
    }

    private static void AddAll()
    {
        // The way modules with a context of their own do it; the class is not public, but documented (about_Classes).
        var add = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators")?.GetMethod("Add", [typeof(string), typeof(Type)]);
        foreach (var type in _public)
            add?.Invoke(null, [type.FullName, type]);
    }
}
