#if NET
using System.Runtime.Loader;
#else
using System.Reflection;
#endif

namespace KapturePS;

/// <summary>
/// Finds what the cmdlets need in the folder <c>lib</c> beside them. On .NET it is loaded into a context of its own:
/// another module may have, or bring later, other versions of the same packages, and neither notices the other.
/// </summary>
internal static class Dependencies
{
    // The only two names that the cmdlet assembly itself refers to; whatever they need is their context's business.
    private static readonly string[] _own = ["Kapture.Client", "Kapture.Emulator"];

    private static readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(Dependencies).Assembly.Location)!, "lib");

    private static readonly object _gate = new();

    private static bool _done;

    public static void EnsureResolvable()
    {
        // Runspaces may import at the same moment, and none may go on before all can be found.
        lock (_gate)
        {
            if (!_done)
                Resolve();
            _done = true;
        }
    }

    private static void Resolve()
    {
#if NET
        var context = new PrivateLoadContext(_folder);
        AssemblyLoadContext.Default.Resolving += (_, name) =>
            Array.IndexOf(_own, name.Name) >= 0 ? context.LoadFromAssemblyName(name) : null;
#else
        // .NET Framework has no contexts: serve those who belong to us, and nobody else.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            var name = new AssemblyName(request.Name);
            var isOurs = Array.IndexOf(_own, name.Name) >= 0
                || request.RequestingAssembly == typeof(Dependencies).Assembly
                || (request.RequestingAssembly?.Location.StartsWith(_folder, StringComparison.OrdinalIgnoreCase) ?? false);
            var path = Path.Combine(_folder, name.Name + ".dll");
            return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
#endif
    }
}
