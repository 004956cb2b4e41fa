using System.Globalization;
using KapturePS.Tasks.Packaging;

namespace KapturePS.Tasks;

/// <summary>Makes what is published: the package for the PowerShell Gallery, a zip, what is in them, and their hashes.</summary>
internal static class PackageTask
{
    public static int Run(Repository repository, string[] arguments)
    {
        var options = PackageOptions.Parse(repository, arguments);
        if (options.Build)
            BuildTask.Run(repository);

        var manifest = ModuleManifest.Read(options.Module);
        var notes = Changelog.TopSection(repository, manifest.Version);
        var files = ModuleFiles.Read(options.Module, manifest);
        var packages = RestoreGraph.Shipped(repository, files);
        ThirdPartyNotices.Check(repository, packages, files);
        files[manifest.FileName] = manifest.WithReleaseNotes(notes);

        var name = $"{manifest.Name}-{manifest.Version}";
        var made = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [$"{manifest.Name}.{manifest.Version}.nupkg"] = GalleryPackage.Make(manifest, notes, files),
            [name + ".zip"] = SortedZip.Make(files.Select(file => KeyValuePair.Create($"{manifest.Name}/{manifest.Version}/{file.Key}", file.Value))),
            [name + ".cdx.json"] = BillOfMaterials.Make(manifest, packages, files),
        };
        made["SHA256SUMS"] = Sums.Of(made);
        Write(options.Output, made);
        return options.Build ? TryOut(repository, Path.Combine(options.Output, name + ".zip")) : 0;
    }

    private static void Write(string folder, SortedDictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(folder);

        // What an older version has left is in no list of hashes; somebody else's files are not ours to remove.
        foreach (var pattern in (string[])["KapturePS.*.nupkg", "KapturePS-*.zip", "KapturePS-*.cdx.json"])
        {
            foreach (var old in Directory.GetFiles(folder, pattern))
                File.Delete(old);
        }

        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, bytes);
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0,9:N0} bytes  {1}", bytes.Length, path));
        }
    }

    // As a user would have it: unpacked into a folder of modules in which there is nothing else.
    private static int TryOut(Repository repository, string zip)
    {
        if (PowerShellHost.Find(repository) is not { } powerShell)
        {
            Console.WriteLine("The package has not been tried.");
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("KapturePS-");
        try
        {
            System.IO.Compression.ZipFile.ExtractToDirectory(zip, folder.FullName);
            return Command.Run(repository, powerShell.Program, powerShell.Arguments(Path.Combine("tools", "Test-Package.ps1"), "-ModuleFolder", folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

/// <summary>What the command line of <c>package</c> says.</summary>
/// <param name="Build">Whether to build first, and to try the package afterwards.</param>
/// <param name="Module">The folder of the module that is packed.</param>
/// <param name="Output">The folder that the files go into; packages that it holds already are removed.</param>
internal sealed record PackageOptions(bool Build, string Module, string Output)
{
    public static PackageOptions Parse(Repository repository, string[] arguments)
    {
        var options = new PackageOptions(true, Path.Combine(repository.Root, "out", "KapturePS"), Path.Combine(repository.Root, "artifacts", "package"));
        for (var rest = arguments.AsSpan(); !rest.IsEmpty;)
        {
            (options, var used) = rest switch
            {
                ["--no-build", ..] => (options with { Build = false }, 1),
                ["--module", var folder, ..] => (options with { Module = Path.GetFullPath(folder) }, 2),
                ["--output", var folder, ..] => (options with { Output = Path.GetFullPath(folder) }, 2),
                _ => throw new CommandFailedException($"package does not know {rest[0]}: it takes --no-build, --module FOLDER, --output FOLDER."),
            };
            rest = rest[used..];
        }

        return options;
    }
}
