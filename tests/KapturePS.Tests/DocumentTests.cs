using System.Text.RegularExpressions;

namespace KapturePS.Tests;

public partial class DocumentTests
{
    private const string Home = "https://github.com/KapturePS/KapturePS/blob/main/";

    private static readonly string[] _files = [.. Repository.Files()];
    private static readonly (string Name, string Text)[] _documents = [.. _files.Where(IsDocument).Select(name => (name, Repository.Read(name)))];

    [Fact]
    public void A_link_leads_to_a_file_that_is_there()
    {
        var links = _documents.SelectMany(document => Link().Matches(document.Text).Select(link => (document.Name, To: link.Groups["to"].Value)))
            .Where(link => !link.To.Contains("://", StringComparison.Ordinal)).ToArray();

        Assert.True(links.Length > 30, $"{links.Length} links");
        Assert.Empty(links.Where(link => !Leads(link.Name, link.To)).Select(link => $"{link.Name}: {link.To}"));
    }

    [Fact]
    public void A_document_that_is_named_is_there()
    {
        var names = _documents.SelectMany(document => Named().Matches(document.Text).Select(named => (document.Name, To: named.Value))).ToArray();

        Assert.True(names.Length > 10, $"{names.Length} names");
        Assert.Empty(names.Where(named => !IsThere(named.To)).Select(named => $"{named.Name}: {named.To}"));
    }

    [Fact]
    public void The_README_leads_to_every_document()
    {
        var readme = Repository.Read("README.md");
        var unnamed = _documents.Select(document => document.Name).Where(name => name.EndsWith(".md", StringComparison.Ordinal) && !name.StartsWith("docs/cmdlets/", StringComparison.Ordinal))
            .Where(name => name != "README.md" && !readme.Contains($"]({name})", StringComparison.Ordinal));

        Assert.Empty(unnamed);
    }

    // Also by its address at the project's home, from the help for example.
    [GeneratedRegex(@"(?<=" + Home + @")[^\s)#'""]+|(?<![\w/.])docs/[\w./-]+\.md\b")]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ +(?<title>.+?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnAnchor();

    private static bool IsDocument(string name) => Path.GetExtension(name) == ".md" || name.EndsWith(".help.txt", StringComparison.Ordinal);

    private static bool Leads(string from, string to)
    {
        var parts = to.Split('#');
        var root = Path.GetFullPath("/");
        var path = parts[0].Length == 0 ? from : Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(from)!, parts[0]))).Replace('\\', '/');
        return IsThere(path) && (parts.Length == 1 || Anchors(path).Contains(parts[1]));
    }

    // A file, or a folder.
    private static bool IsThere(string path) => Array.Exists(_files, name => name == path || name.StartsWith($"{path.TrimEnd('/')}/", StringComparison.Ordinal));

    private static IEnumerable<string> Anchors(string path) => Heading().Matches(Repository.Read(path))
        .Select(heading => NotInAnAnchor().Replace(heading.Groups["title"].Value.ToLowerInvariant(), string.Empty).Replace(' ', '-'));
}
