using System.Management.Automation;

namespace KapturePS;

/// <summary>Runs at import, before anything of ours that lies beside the cmdlets is needed.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Makes the client and what it needs loadable, out of everybody else's sight.</summary>
    public void OnImport()
    {
        Dependencies.EnsureResolvable();
        TypeNames.Publish();
    }
}

/// <summary>Runs when the module is removed from a runspace.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <summary>Closes the sessions of this runspace; other runspaces of the process go on using the module.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => SessionStore.OfThisRunspace().CloseAll();
}
