namespace KapturePS.Tasks;

/// <summary>Refreshes docs/cmdlets from the built module, and makes of it the MAML that Get-Help shows.</summary>
internal static class HelpTask
{
    public static int Run(Repository repository)
    {
        BuildTask.Run(repository);
        if (PowerShellHost.Find(repository) is not { } powerShell)
        {
            Console.Error.WriteLine("The help is made by a PowerShell module: it needs pwsh, and Microsoft.PowerShell.PlatyPS in it.");
            return 1;
        }

        var exitCode = Command.Run(repository, powerShell.Program, powerShell.Arguments(Path.Combine("tools", "Update-Help.ps1")));
        if (exitCode != 0)
            return exitCode;

        // What was made lies in the sources; the module is to have it too.
        return BuildTask.Run(repository);
    }
}
