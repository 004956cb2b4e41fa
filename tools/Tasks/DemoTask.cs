namespace KapturePS.Tasks;

/// <summary>Shows the main job: in a PowerShell where there is one, else with the client alone.</summary>
internal static class DemoTask
{
    public static int Run(Repository repository)
    {
        BuildTask.Run(repository);
        if (PowerShellHost.Find(repository) is { } powerShell)
            return Command.Run(repository, powerShell.Program, powerShell.Arguments(Path.Combine("samples", "Demo.ps1")));

        Console.WriteLine("Without it, the same import through Kapture.Client (samples/BulkImport):");
        Console.WriteLine();
        return Command.Run(repository, "dotnet", "run", "--no-build", "--configuration", Repository.Configuration,
            "--project", Path.Combine("samples", "BulkImport"), "--", Path.Combine("samples", "customers.csv"));
    }
}
