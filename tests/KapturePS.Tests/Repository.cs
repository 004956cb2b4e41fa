namespace KapturePS.Tests;

/// <summary>The files that the project is made of.</summary>
internal static class Repository
{
    private static readonly string _root = FindRoot();

    public static string Read(string name) => File.ReadAllText(Path.Combine(_root, name));

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
