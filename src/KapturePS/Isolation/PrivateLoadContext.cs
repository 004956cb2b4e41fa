#if NET
using System.Reflection;
using System.Runtime.Loader;

namespace KapturePS;

/// <summary>Our packages, in our versions, for our assemblies alone.</summary>
internal sealed class PrivateLoadContext(string folder) : AssemblyLoadContext("KapturePS")
{
    private readonly Dictionary<string, string> _hosts = HostAssemblies();

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (_hosts.TryGetValue(name, out var hosts) && IsToBeShared(assemblyName, hosts))
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        var path = Path.Combine(folder, name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    // What the engine and its framework ship is theirs, or its types would exist twice: HttpClient knows the host's
    // DiagnosticSource, so the handlers above it must know the same, in whatever version. Any other package of a host
    // will do where it is new enough for us.
    private static bool IsToBeShared(AssemblyName assemblyName, string hosts) =>
        assemblyName.Name!.StartsWith("System.", StringComparison.Ordinal)
        || AssemblyName.GetAssemblyName(hosts).Version >= assemblyName.Version;

    private static Dictionary<string, string> HostAssemblies()
    {
        var trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty;
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            paths[Path.GetFileNameWithoutExtension(path)] = path;
        return paths;
    }
}
#endif
