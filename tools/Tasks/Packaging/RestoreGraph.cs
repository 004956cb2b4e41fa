using System.Text.Json;
using System.Xml.Linq;

namespace KapturePS.Tasks.Packaging;

/// <summary>A package that somebody else made and the module ships: as files, or compiled into its own.</summary>
internal sealed record ThirdPartyPackage(string Name, string Version)
{
    /// <summary>Where it is unpacked on this machine.</summary>
    public required string Folder { get; init; }

    /// <summary>SHA-512 of the package as its feed has it, in hex.</summary>
    public required string Sha512 { get; init; }

    public required string Licence { get; init; }

    public required string Authors { get; init; }

    public required string Copyright { get; init; }

    public required string Project { get; init; }

    /// <summary>Its files, by their names in the module; empty where it is source that was compiled.</summary>
    public SortedSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The folders of the editions into whose assemblies its source was compiled.</summary>
    public SortedSet<string> CompiledInto { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a project of ours asks for it by name.</summary>
    public bool IsDirect { get; set; }

    /// <summary>The names of packages that it asks for.</summary>
    public SortedSet<string> Needs { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string Purl => $"pkg:nuget/{Name}@{Version}";
}

/// <summary>What NuGet restored for the module, and what of it is shipped.</summary>
internal static class RestoreGraph
{
    // A target framework and where its files are in the module.
    private static readonly Dictionary<string, string> _editions = new() { ["net8.0"] = "core", ["net472"] = "desktop" };

    /// <summary>The packages of which something is in the module; an assembly in it that is neither ours nor theirs is an error.</summary>
    public static IReadOnlyList<ThirdPartyPackage> Shipped(Repository repository, IReadOnlyDictionary<string, byte[]> files)
    {
        var path = Path.Combine(repository.Root, "artifacts", "obj", "KapturePS", "project.assets.json");
        if (!File.Exists(path))
            throw new CommandFailedException($"There is no {path}: ./build.sh build makes it.");
        using var assets = JsonDocument.Parse(File.ReadAllBytes(path));
        string[] folders = [.. assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        var libraries = assets.RootElement.GetProperty("libraries");

        var direct = assets.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(entry => entry.Value.GetProperty("type").ValueEquals("project")).SelectMany(entry => Names(entry.Value, "dependencies")).ToHashSet();
        var packages = new SortedDictionary<string, ThirdPartyPackage>(StringComparer.OrdinalIgnoreCase);
        foreach (var target in assets.RootElement.GetProperty("targets").EnumerateObject())
        {
            foreach (var entry in target.Value.EnumerateObject().Where(entry => entry.Value.GetProperty("type").ValueEquals("package")))
            {
                var package = packages.TryGetValue(entry.Name, out var known) ? known : Read(entry.Name, libraries.GetProperty(entry.Name), folders);
                Add(package, entry.Value, _editions[target.Name], files, direct);
                if (package.Files.Count + package.CompiledInto.Count > 0)
                    packages[entry.Name] = package;
            }
        }

        if (packages.Values.FirstOrDefault(package => package.Licence.Length == 0) is { } nameless)
            throw new CommandFailedException($"{nameless.Name} {nameless.Version} names no licence as an SPDX expression: read the one it has, and decide whether it can be shipped.");
        var theirs = packages.Values.SelectMany(package => package.Files).ToHashSet();
        var unknown = files.Keys.Where(name => name.EndsWith(".dll", StringComparison.Ordinal) && !theirs.Contains(name) && !IsOurs(name)).ToArray();
        return unknown.Length == 0 ? [.. packages.Values]
            : throw new CommandFailedException($"Nobody knows where {string.Join(", ", unknown)} comes from: no restored package has it, byte for byte. Build again.");
    }

    public static bool IsOurs(string file) => Path.GetFileName(file).StartsWith("Kapture", StringComparison.Ordinal);

    private static void Add(ThirdPartyPackage package, JsonElement entry, string edition, IReadOnlyDictionary<string, byte[]> files, HashSet<string> direct)
    {
        foreach (var asset in Names(entry, "runtime"))
        {
            var name = $"{edition}/lib/{asset[(asset.LastIndexOf('/') + 1)..]}";
            if (files.TryGetValue(name, out var content) && content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(package.Folder, asset))))
                package.Files.Add(name);
        }

        if (Names(entry, "contentFiles").Any())
            package.CompiledInto.Add(edition);
        package.Needs.UnionWith(Names(entry, "dependencies"));
        package.IsDirect = direct.Contains(package.Name) || package.CompiledInto.Count > 0;
    }

    private static IEnumerable<string> Names(JsonElement entry, string list) =>
        entry.TryGetProperty(list, out var found) ? found.EnumerateObject().Select(item => item.Name).Where(name => !name.EndsWith("/_._", StringComparison.Ordinal)) : [];

    private static ThirdPartyPackage Read(string key, JsonElement library, string[] folders)
    {
        var path = library.GetProperty("path").GetString()!;
        var folder = folders.Select(root => Path.Combine(root, path)).FirstOrDefault(Directory.Exists)
            ?? throw new CommandFailedException($"The package {key} is not on this machine any more: dotnet restore brings it back.");
        var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        string Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? string.Empty;

        var authors = Value("authors");
        return new ThirdPartyPackage(Value("id"), key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..])
        {
            Folder = folder,

            // What the assets file calls so leaves the signature out, so that no download has it.
            Sha512 = Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(Directory.GetFiles(folder, "*.nupkg.sha512").Single()))),
            Licence = Value("license"),
            Authors = authors,
            Copyright = Value("copyright") is { Length: > 0 } copyright ? copyright : $"Copyright (c) {authors}",
            Project = Value("projectUrl"),
        };
    }
}
