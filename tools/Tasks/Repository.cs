namespace KapturePS.Tasks;

/// <summary>Where things are.</summary>
/// <param name="Root">The folder of the solution.</param>
internal sealed record Repository(string Root)
{
    public const string Configuration = "Release";

    public string Solution => Path.Combine(Root, "KapturePS.sln");

    public string TestResults => Path.Combine(Root, "artifacts", "test-results");

    public string PesterSuite => Path.Combine(Root, "tests", "Pester");

    public string ClientTests => Path.Combine(Root, "tests", "Kapture.Client.Tests");

    public static Repository Find()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KapturePS.sln")))
            folder = folder.Parent;
        return new Repository(folder?.FullName ?? throw new CommandFailedException("Run this inside the repository."));
    }
}
