namespace KapturePS.Soak;

/// <summary>Where things lie.</summary>
/// <param name="Root">The folder of the solution.</param>
internal sealed record Places(string Root)
{
    public string Module => Path.Combine(Root, "out", "KapturePS", "KapturePS.psd1");

    public string Script => Path.Combine(Root, "soak", "scripts", "Invoke-Sessions.ps1");

    public string Results => Path.Combine(Root, "soak", "results.md");

    /// <exception cref="FormatException">This is no repository.</exception>
    public static Places Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KapturePS.sln")))
            folder = folder.Parent;
        return new Places(folder?.FullName ?? throw new FormatException("The soak lies outside its repository. Build it there: ./build.sh soak"));
    }
}
