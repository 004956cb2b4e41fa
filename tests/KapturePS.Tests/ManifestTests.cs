using System.Reflection;
using System.Management.Automation;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KapturePS.Tests;

public class ManifestTests
{
    private static readonly string _manifest = Repository.Read("KapturePS.psd1");

    // A target framework and where its files are in the module.
    private static readonly Dictionary<string, string> _editions = new() { ["net8.0"] = "core", ["net472"] = "desktop" };

    private static readonly Type[] _verbs =
        [typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsSecurity), typeof(VerbsOther)];

    [Fact]
    public void It_lists_each_file_of_the_module_and_no_other()
    {
        var laidOut = new[] { "LICENSE", "CHANGELOG.md", "THIRD-PARTY-NOTICES.txt", "KapturePS.psd1" }
            .Concat(Repository.Files().Where(name => name.StartsWith("src/KapturePS/", StringComparison.Ordinal))
                .Select(name => name["src/KapturePS/".Length..])
                .Where(name => (!name.Contains('/', StringComparison.Ordinal) && name.EndsWith(".ps1xml", StringComparison.Ordinal)) || name.StartsWith("en-US/", StringComparison.Ordinal)))
            .Concat(_editions.Values.SelectMany(edition => new[] { $"{edition}/KapturePS.dll", $"{edition}/lib/Kapture.Client.dll", $"{edition}/lib/Kapture.Emulator.dll" }))
            .Concat(Assemblies().Select(assembly => assembly.File));

        Assert.Equal(laidOut.Order(StringComparer.Ordinal), List("FileList").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_notices_name_each_package_of_which_something_is_shipped()
    {
        var notices = Repository.Read("THIRD-PARTY-NOTICES.txt");

        Assert.NotEmpty(Assemblies());
        Assert.All(Assemblies(), assembly => Assert.Contains($"\n{assembly.Package} (", notices, StringComparison.Ordinal));
    }

    [Fact]
    public void It_exports_by_name_alone()
    {
        Assert.Equal(Contract.Cmdlets.Select(Contract.NameOf).Order(StringComparer.Ordinal), List("CmdletsToExport"));
        Assert.All(["FunctionsToExport", "VariablesToExport", "AliasesToExport"], key => Assert.Empty(List(key)));
    }

    [Fact]
    public void It_says_whose_it_is_and_where_to_read_on()
    {
        var home = Value("ProjectUri");

        Assert.Matches("^https://", home);
        Assert.Equal(home + "/blob/main/LICENSE", Value("LicenseUri"));
        Assert.All(["Author", "CompanyName", "Copyright", "Description", "GUID"], key => Assert.NotEmpty(Value(key)));
        Assert.Equal(["Core", "Desktop"], List("CompatiblePSEditions"));
        Assert.All(List("Tags"), tag => Assert.DoesNotContain(' ', tag));
    }

    [Fact]
    public void A_cmdlet_begins_with_an_approved_verb()
    {
        var approved = _verbs.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!).ToHashSet();

        Assert.All(Contract.Cmdlets.Select(Contract.NameOf), name => Assert.Contains(name.Split('-')[0], approved));
    }

    [Fact]
    public void No_two_parameters_of_a_cmdlet_answer_to_one_name() =>
        Assert.All(Contract.Cmdlets, cmdlet =>
        {
            // The type comes first, and a mark may stand behind the name.
            var names = Contract.Parameters(cmdlet).SelectMany(parameter => Contract.Describe(parameter).Split(' ')[1..].Select(name => name.TrimEnd('*', '!')));
            Assert.Empty(names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"{Contract.NameOf(cmdlet)} {group.Key}"));
        });

    // What NuGet restored for the module, without what is left out on purpose.
    private static (string File, string Package)[] Assemblies()
    {
        var unused = XDocument.Parse(Repository.Read("tools/Module.targets")).Descendants("_Unused")
            .SelectMany(item => item.Attribute("Include")!.Value.Split(';').Select(name => $"{Edition(item)}/lib/{name}.dll")).ToHashSet();
        using var assets = JsonDocument.Parse(Repository.Read("artifacts/obj/KapturePS/project.assets.json"));
        return [.. from target in assets.RootElement.GetProperty("targets").EnumerateObject()
                   from library in target.Value.EnumerateObject()
                   where library.Value.GetProperty("type").ValueEquals("package") && library.Value.TryGetProperty("runtime", out _)
                   from asset in library.Value.GetProperty("runtime").EnumerateObject()
                   where asset.Name.EndsWith(".dll", StringComparison.Ordinal)
                   let file = $"{_editions[target.Name]}/lib/{asset.Name[(asset.Name.LastIndexOf('/') + 1)..]}"
                   where !unused.Contains(file)
                   select (file, library.Name.Replace('/', ' '))];

        static string Edition(XElement item) => Regex.Match(item.Attribute("Condition")!.Value, "== '(core|desktop)'").Groups[1].Value;
    }

    private static string Value(string key) => Regex.Match(_manifest, $@"^\s*{key}\s*=\s*'([^']*)'", RegexOptions.Multiline).Groups[1].Value;

    private static IEnumerable<string> List(string key) =>
        Regex.Matches(Regex.Match(_manifest, $@"^\s*{key}\s*=\s*@\(([^)]*)\)", RegexOptions.Multiline).Groups[1].Value, "'([^']*)'").Select(match => match.Groups[1].Value);
}
