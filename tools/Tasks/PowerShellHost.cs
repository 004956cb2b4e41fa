namespace KapturePS.Tasks;

/// <summary>A PowerShell to run things in: the one on the PATH, else the one of the tool manifest.</summary>
internal sealed record PowerShellHost(string Program, string[] FirstArguments)
{
    /// <summary>Finds one; says plainly where there is none.</summary>
    public static PowerShellHost? Find(Repository repository)
    {
        if (Command.Exists("pwsh"))
            return new PowerShellHost("pwsh", []);
        Console.WriteLine("No pwsh on the PATH: trying the PowerShell of the tool manifest.");
        if (Command.Run(repository, "dotnet", "tool", "restore", "--verbosity", "quiet") == 0)
            return new PowerShellHost("dotnet", ["tool", "run", "pwsh", "--"]);
        Console.WriteLine("There is no PowerShell on this machine, and none could be installed.");
        return null;
    }

    public string[] Arguments(string script, params string[] arguments) =>
        [.. FirstArguments, "-NoProfile", "-NonInteractive", "-File", script, .. arguments];
}
