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

        if (Directory.Exists(options.Output))
            Directory.Delete(options.Output, recursive: true);
        Directory.CreateDirectory(options.Output);
        var name = $"{manifest.Name}-{manifest.Version}";
        var zip = Path.Combine(options.Output, name + ".zip");
        Write(Path.Combine(options.Output, $"{manifest.Name}.{manifest.Version}.nupkg"), GalleryPackage.Make(manifest, notes, files));
        Write(zip, SortedZip.Make(files.Select(file => KeyValuePair.Create($"{manifest.Name}/{manifest.Version}/{file.Key}", file.Value))));
        Write(Path.Combine(options.Output, name + ".cdx.json"), BillOfMaterials.Make(manifest, packages, files));
        Write(Path.Combine(options.Output, "SHA256SUMS"), Sums.Of(Directory.GetFiles(options.Output)));
        return options.Build ? TryOut(repository, zip) : 0;
    }

    private static void Write(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0,9:N0} bytes  {1}", bytes.Length, path));
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
/// <param name="Output">The folder that the files go into; what it held is removed.</param>
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
