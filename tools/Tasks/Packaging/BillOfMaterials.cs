using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KapturePS.Tasks.Packaging;

/// <summary>What the module is made of, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).</summary>
internal static class BillOfMaterials
{
    // A purl in it stays readable.
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Make(ModuleManifest manifest, IReadOnlyList<ThirdPartyPackage> packages, IReadOnlyDictionary<string, byte[]> files)
    {
        var theirs = packages.SelectMany(package => package.Files).ToHashSet();
        var module = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = $"pkg:nuget/{manifest.Name}@{manifest.Version}",
            ["supplier"] = new JsonObject { ["name"] = manifest.Value("CompanyName") },
            ["name"] = manifest.Name,
            ["version"] = manifest.Version,
            ["description"] = manifest.Value("Description"),
            ["licenses"] = Licence("MIT"),
            ["copyright"] = manifest.Value("Copyright"),
            ["purl"] = $"pkg:nuget/{manifest.Name}@{manifest.Version}?repository_url=https:%2F%2Fwww.powershellgallery.com%2Fapi%2Fv2",
            ["externalReferences"] = Website(manifest.Value("ProjectUri")),
            ["components"] = Files(files.Keys.Where(name => !theirs.Contains(name)), files),
        };
        var bom = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = module },
            ["components"] = new JsonArray([.. packages.Select(package => Component(package, files))]),
            ["dependencies"] = Dependencies(manifest, packages),
        };

        // Said of this content and of no other; made up, it would differ each time.
        bom.Insert(3, "serialNumber", "urn:uuid:" + Uuid(Encoding.UTF8.GetBytes(bom.ToJsonString())));
        return Encoding.UTF8.GetBytes(bom.ToJsonString(_json) + "\n");
    }

    private static JsonObject Component(ThirdPartyPackage package, IReadOnlyDictionary<string, byte[]> files)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = package.Purl,
            ["authors"] = new JsonArray(new JsonObject { ["name"] = package.Authors }),
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["scope"] = "required",
            ["hashes"] = Hash("SHA-512", package.Sha512),
            ["licenses"] = Licence(package.Licence),
            ["copyright"] = package.Copyright,
            ["purl"] = package.Purl,
            ["externalReferences"] = Website(package.Project),
        };
        if (package.Files.Count > 0)
            component["components"] = Files(package.Files, files);
        else
            component["properties"] = new JsonArray([.. package.CompiledInto.Select(edition => new JsonObject { ["name"] = "kaptureps:compiledInto", ["value"] = edition })]);
        return component;
    }

    // Who needs whom, among those who are shipped.
    private static JsonArray Dependencies(ModuleManifest manifest, IReadOnlyList<ThirdPartyPackage> packages)
    {
        var known = packages.ToDictionary(package => package.Name, package => package.Purl, StringComparer.OrdinalIgnoreCase);
        var direct = packages.Where(package => package.IsDirect).Select(package => package.Purl);
        return
        [
            Dependency($"pkg:nuget/{manifest.Name}@{manifest.Version}", direct),
            .. packages.Select(package => Dependency(package.Purl, package.Needs.Where(known.ContainsKey).Select(name => known[name]))),
        ];
    }

    private static JsonObject Dependency(string from, IEnumerable<string> to) =>
        new() { ["ref"] = from, ["dependsOn"] = new JsonArray([.. to.Order(StringComparer.Ordinal).Select(purl => JsonValue.Create(purl))]) };

    private static JsonArray Files(IEnumerable<string> names, IReadOnlyDictionary<string, byte[]> files) =>
        [.. names.Select(name => new JsonObject { ["type"] = "file", ["bom-ref"] = "file:" + name, ["name"] = name, ["hashes"] = Hash("SHA-256", Sums.Sha256(files[name])) })];

    private static JsonArray Hash(string algorithm, string hex) => [new JsonObject { ["alg"] = algorithm, ["content"] = hex }];

    private static JsonArray Licence(string spdx) => [new JsonObject { ["license"] = new JsonObject { ["id"] = spdx } }];

    private static JsonArray Website(string url) => [new JsonObject { ["type"] = "website", ["url"] = url }];

    // Version 8 of RFC 9562, for uuids that are a hash of something.
    private static Guid Uuid(byte[] content)
    {
        var bytes = SHA256.HashData(content).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
