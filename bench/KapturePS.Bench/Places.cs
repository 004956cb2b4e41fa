namespace KapturePS.Bench;

/// <summary>Where the things to measure lie, and where the bench may write.</summary>
/// <param name="Root">The folder of the solution.</param>
/// <param name="Scratch">A folder of this run, removed at its end.</param>
internal sealed record Places(string Root, string Scratch) : IDisposable
{
    // The folder that this configuration is built into, the same for every project.
    private static readonly string _configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public string Module => Path.Combine(Root, "out", "KapturePS", "KapturePS.psd1");

    public string EmptyCmdlet => Built("EmptyCmdlet");

    public string EmulatorServer => Built("Kapture.Emulator.Server");

    public string Results => Path.Combine(Root, "bench", "results.md");

    /// <exception cref="BenchException">This is no repository.</exception>
    public static Places Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KapturePS.sln")))
            folder = folder.Parent;
        return folder is null
            ? throw new BenchException("The bench lies outside the repository that it measures. Build it there: ./build.sh bench")
            : new Places(folder.FullName, Directory.CreateTempSubdirectory("kaptureps-bench-").FullName);
    }

    public string Script(string name) => Path.Combine(Root, "bench", "scripts", name);

    public string ScratchFile(string name) => Path.Combine(Scratch, name);

    public void Dispose() => Directory.Delete(Scratch, recursive: true);

    private string Built(string project) => Path.Combine(Root, "artifacts", "bin", project, _configuration, project + ".dll");
}
