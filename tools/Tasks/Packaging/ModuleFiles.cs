namespace KapturePS.Tasks.Packaging;

/// <summary>The files of a module by their names in it, with forward slashes, in ordinal order.</summary>
internal static class ModuleFiles
{
    /// <summary>Reads them all; what the manifest does not list, or lists and is not there, is an error.</summary>
    public static SortedDictionary<string, byte[]> Read(string folder, ModuleManifest manifest)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = File.ReadAllBytes(path);

        var unlisted = files.Keys.Except(manifest.Files).Select(name => $"{name} is not listed");
        var missing = manifest.Files.Except(files.Keys).Select(name => $"{name} is listed and not there");
        string[] wrong = [.. unlisted, .. missing];
        return wrong.Length == 0 ? files
            : throw new CommandFailedException($"FileList of {manifest.FileName} is not what lies in {folder}: {string.Join("; ", wrong)}.");
    }
}
