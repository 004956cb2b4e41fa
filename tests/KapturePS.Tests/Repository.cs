namespace KapturePS.Tests;

/// <summary>The files that the project is made of.</summary>
internal static class Repository
{
    private static readonly string _root = FindRoot();

    // What is built, what is none of ours, and what the first script of the README leaves.
    private static readonly string[] _foreign = [".git", "artifacts", "out", "TestResults", ".vs", ".vscode", ".idea", "rejects.csv"];

    public static string Read(string name) => File.ReadAllText(Path.Combine(_root, name));

    /// <summary>All files that somebody has written, by their names in the repository, with forward slashes.</summary>
    public static IEnumerable<string> Files() =>
        Directory.EnumerateFileSystemEntries(_root)
            .Where(entry => !_foreign.Contains(Path.GetFileName(entry)))
            .SelectMany(entry => Directory.Exists(entry) ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories) : [entry])
            .Select(path => Path.GetRelativePath(_root, path).Replace('\\', '/'));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KapturePS.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
