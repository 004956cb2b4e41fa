using System.Text.RegularExpressions;

namespace KapturePS.Tasks.Packaging;

/// <summary>What users get with a version.</summary>
internal static partial class Changelog
{
    /// <summary>The section of the newest version, without its heading.</summary>
    public static string TopSection(Repository repository, string version)
    {
        var text = File.ReadAllText(Path.Combine(repository.Root, "CHANGELOG.md")).ReplaceLineEndings("\n");
        var top = Section().Match(text);
        if (top.Groups["version"].Value != version)
            throw new CommandFailedException($"CHANGELOG.md begins with version '{top.Groups["version"].Value}', the manifest has {version}: make them the same.");
        return top.Groups["text"].Value.Trim();
    }

    [GeneratedRegex(@"^## \[(?<version>[^\]]+)\][^\n]*\n(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();
}
