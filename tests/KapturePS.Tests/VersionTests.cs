using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kapture;

namespace KapturePS.Tests;

public class VersionTests
{
    private static readonly string _built = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public void The_changelog_begins_with_the_version_that_is_built()
    {
        var top = Regex.Match(Repository.Read("CHANGELOG.md"), @"^## \[([^\]]+)\]", RegexOptions.Multiline).Groups[1].Value;

        Assert.Equal(_built, top);
    }

    [Fact]
    public void The_manifest_has_the_version_that_is_built()
    {
        var manifest = Regex.Match(Repository.Read("KapturePS.psd1"), @"^\s*ModuleVersion\s*=\s*'([^']+)'", RegexOptions.Multiline).Groups[1].Value;

        Assert.Equal(_built, manifest);
    }

    [Fact]
    public void The_assemblies_have_the_version_that_is_built()
    {
        Assert.Equal(_built, typeof(ConnectKaptureCommand).Assembly.GetName().Version!.ToString(3));
        Assert.Equal(_built, typeof(KaptureClient).Assembly.GetName().Version!.ToString(3));
    }
}
