namespace KapturePS.Tasks;

/// <summary>Builds everything; the module lies in out/KapturePS afterwards.</summary>
internal static class BuildTask
{
    public static int Run(Repository repository)
    {
        // A file that has left the sources must not stay in the module.
        var module = Path.Combine(repository.Root, "out", "KapturePS");
        if (Directory.Exists(module))
            Directory.Delete(module, recursive: true);
        Command.MustRun(repository, "dotnet", "build", repository.Solution, "--configuration", Repository.Configuration, "--nologo", "--verbosity", "quiet", "-clp:NoSummary");
        Console.WriteLine("Built out/KapturePS. To use it: Import-Module ./out/KapturePS/KapturePS.psd1");
        return 0;
    }
}
