using System.Text;

namespace KapturePS.Tasks.Packaging;

/// <summary>The licences of what the module ships and others made, in <c>THIRD-PARTY-NOTICES.txt</c>.</summary>
internal static class ThirdPartyNotices
{
    public const string FileName = "THIRD-PARTY-NOTICES.txt";

    private static readonly string _line = new('=', 80);

    /// <summary>Fails where the committed file is not what the restored packages say, and writes it anew.</summary>
    public static void Check(Repository repository, IReadOnlyList<ThirdPartyPackage> packages, IReadOnlyDictionary<string, byte[]> files)
    {
        var text = Make(repository, packages);
        if (files.TryGetValue(FileName, out var shipped) && Text(shipped) == text)
            return;
        File.WriteAllText(Path.Combine(repository.Root, FileName), text);
        throw new CommandFailedException($"{FileName} was not what is shipped. It is written anew: look at what has changed, commit it, and package again.");
    }

    private static string Make(Repository repository, IReadOnlyList<ThirdPartyPackage> packages)
    {
        var text = new StringBuilder("Third-party notices\n\nKapturePS ships these packages, unchanged but where it says compiled, under their own licences.\n");

        // One text for all who share it, word for word.
        foreach (var group in packages.GroupBy(package => LicenceText(repository, package)).OrderBy(group => group.First().Name, StringComparer.OrdinalIgnoreCase))
        {
            text.Append('\n').Append(_line).Append("\n\n");
            foreach (var package in group)
                text.Append(Heading(package)).Append('\n');
            text.Append('\n').Append(group.Key).Append('\n');
        }

        foreach (var group in packages.Where(package => NoticesOf(package) is not null).GroupBy(package => Text(File.ReadAllBytes(NoticesOf(package)!)).Trim()))
        {
            text.Append('\n').Append(_line).Append("\n\nWhat these packages themselves give notice of: ")
                .AppendJoin(", ", group.Select(package => $"{package.Name} {package.Version}")).Append("\n\n").Append(group.Key).Append('\n');
        }

        return text.ToString();
    }

    private static string Heading(ThirdPartyPackage package) =>
        $"{package.Name} {package.Version} ({package.Licence}; {package.Project}; {Places(package)})";

    private static string Places(ThirdPartyPackage package) => package.Files.Count > 0
        ? string.Join(", ", package.Files.Select(file => file[..file.LastIndexOf('/')]))
        : "compiled into " + string.Join(", ", package.CompiledInto);

    private static string LicenceText(Repository repository, ThirdPartyPackage package)
    {
        if (Find(package, "LICENSE") is { } file)
            return Text(File.ReadAllBytes(file)).Trim();
        if (package.Licence != "MIT")
            throw new CommandFailedException($"{package.Name} {package.Version} has the licence {package.Licence} and no text of it: add it to ThirdPartyNotices.cs.");

        // Our own licence is the same, but for who grants it.
        var own = Text(File.ReadAllBytes(Path.Combine(repository.Root, "LICENSE"))).Trim();
        return $"MIT License\n\n{package.Copyright}\n\n{own[own.IndexOf("Permission is hereby granted", StringComparison.Ordinal)..]}";
    }

    private static string? NoticesOf(ThirdPartyPackage package) => Find(package, "THIRD-PARTY-NOTICES");

    private static string? Find(ThirdPartyPackage package, string name) =>
        Directory.GetFiles(package.Folder).Order(StringComparer.Ordinal).FirstOrDefault(path => Path.GetFileNameWithoutExtension(path).Equals(name, StringComparison.OrdinalIgnoreCase));

    // Line ends and blanks at them are not worth a difference.
    private static string Text(byte[] bytes)
    {
        var text = new UTF8Encoding(false).GetString(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));
    }
}
