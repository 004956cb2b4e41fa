using System.Text;
using System.Xml.Linq;

namespace KapturePS.Tasks.Packaging;

/// <summary>
/// The package that <c>Publish-PSResource</c> would make of the module: its files at the root, a .nuspec with the tags by which
/// the PowerShell Gallery finds modules and commands, and the parts of the Open Packaging Conventions.
/// </summary>
internal static class GalleryPackage
{
    private static readonly XNamespace _nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private static readonly XNamespace _types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace _relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace _properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace _dublinCore = "http://purl.org/dc/elements/1.1/";

    public static byte[] Make(ModuleManifest manifest, string notes, IReadOnlyDictionary<string, byte[]> files)
    {
        var nuspec = Bytes(Nuspec(manifest, notes));
        var nuspecName = manifest.Name + ".nuspec";

        // Any name will do for this part; others make one up each time.
        var propertiesName = $"package/services/metadata/core-properties/{Sums.Sha256(nuspec)[..32]}.psmdcp";
        var parts = new Dictionary<string, byte[]>(files)
        {
            [nuspecName] = nuspec,
            [propertiesName] = Bytes(Properties(manifest)),
            ["_rels/.rels"] = Bytes(Relations(nuspecName, propertiesName)),
        };
        parts["[Content_Types].xml"] = Bytes(ContentTypes(parts.Keys));
        return SortedZip.Make(parts);
    }

    /// <summary>The tags: the module's own, and those that tell what is in it.</summary>
    private static string Tags(ModuleManifest manifest)
    {
        IEnumerable<string> all =
        [
            "PSModule",
            .. manifest.Tags,
            .. manifest.Editions.Select(edition => "PSEdition_" + edition),
            "PSIncludes_Cmdlet",
            .. manifest.Cmdlets.SelectMany(cmdlet => new[] { "PSCmdlet_" + cmdlet, "PSCommand_" + cmdlet }),
        ];
        return string.Join(' ', all.Distinct(StringComparer.OrdinalIgnoreCase));
    }

    private static XElement Nuspec(ModuleManifest manifest, string notes) =>
        new(_nuspec + "package",
            new XElement(_nuspec + "metadata",
                new XElement(_nuspec + "id", manifest.Name),
                new XElement(_nuspec + "version", manifest.Version),
                new XElement(_nuspec + "authors", manifest.Value("Author")),
                new XElement(_nuspec + "owners", manifest.Value("CompanyName")),
                new XElement(_nuspec + "requireLicenseAcceptance", "false"),
                new XElement(_nuspec + "licenseUrl", manifest.Value("LicenseUri")),
                new XElement(_nuspec + "projectUrl", manifest.Value("ProjectUri")),
                new XElement(_nuspec + "description", manifest.Value("Description")),
                new XElement(_nuspec + "releaseNotes", notes),
                new XElement(_nuspec + "copyright", manifest.Value("Copyright")),
                new XElement(_nuspec + "tags", Tags(manifest))));

    private static XElement ContentTypes(IEnumerable<string> parts)
    {
        // A part without an extension is named by itself.
        var extensions = parts.Select(part => Path.GetExtension(part).TrimStart('.')).Where(extension => extension.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase);
        var bare = parts.Where(part => !Path.HasExtension(part));
        return new XElement(_types + "Types",
            extensions.Order(StringComparer.Ordinal).Select(extension => new XElement(_types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", TypeOf(extension)))),
            bare.Order(StringComparer.Ordinal).Select(part => new XElement(_types + "Override", new XAttribute("PartName", "/" + part), new XAttribute("ContentType", TypeOf("")))));
    }

    private static string TypeOf(string extension) => extension switch
    {
        "rels" => "application/vnd.openxmlformats-package.relationships+xml",
        "psmdcp" => "application/vnd.openxmlformats-package.core-properties+xml",
        _ => "application/octet",
    };

    private static XElement Relations(string nuspecName, string propertiesName) =>
        new(_relations + "Relationships",
            Relation("R1", "http://schemas.microsoft.com/packaging/2010/07/manifest", nuspecName),
            Relation("R2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", propertiesName));

    private static XElement Relation(string id, string type, string target) =>
        new(_relations + "Relationship", new XAttribute("Type", type), new XAttribute("Target", "/" + target), new XAttribute("Id", id));

    private static XElement Properties(ModuleManifest manifest) =>
        new(_properties + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "dc", _dublinCore),
            new XElement(_dublinCore + "creator", manifest.Value("Author")),
            new XElement(_dublinCore + "description", manifest.Value("Description")),
            new XElement(_dublinCore + "identifier", manifest.Name),
            new XElement(_properties + "version", manifest.Version),
            new XElement(_properties + "keywords", Tags(manifest)));

    private static byte[] Bytes(XElement root) =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n");
}
