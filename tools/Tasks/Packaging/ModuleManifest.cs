using System.Text;
using System.Text.RegularExpressions;

namespace KapturePS.Tasks.Packaging;

/// <summary>A module's manifest, read as the text that it is: quoted values and lists of them, which is all that a package needs.</summary>
internal sealed partial class ModuleManifest
{
    private readonly string _text;

    private ModuleManifest(string path)
    {
        FileName = Path.GetFileName(path);
        _text = File.ReadAllText(path).ReplaceLineEndings("\n");
    }

    public string FileName { get; }

    public string Name => Path.GetFileNameWithoutExtension(FileName);

    public string Version => Value("ModuleVersion");

    public IReadOnlyList<string> Cmdlets => List("CmdletsToExport");

    public IReadOnlyList<string> Editions => List("CompatiblePSEditions");

    public IReadOnlyList<string> Tags => List("Tags");

    public IReadOnlyList<string> Files => List("FileList");

    public static ModuleManifest Read(string folder)
    {
        var path = Path.Combine(folder, "KapturePS.psd1");
        return File.Exists(path) ? new ModuleManifest(path) : throw new CommandFailedException($"There is no {path}: ./build.sh build makes it.");
    }

    /// <summary>The value of a key.</summary>
    public string Value(string key)
    {
        var match = Regex.Match(_text, $@"^\s*{key}\s*=\s*'((?:[^']|'')*)'", RegexOptions.Multiline);
        return match.Success ? Unquote(match.Groups[1].Value) : throw new CommandFailedException($"{FileName} has no {key}.");
    }

    /// <summary>The manifest with these release notes in place of its own.</summary>
    public byte[] WithReleaseNotes(string notes)
    {
        var place = ReleaseNotes().Match(_text);
        if (!place.Success)
            throw new CommandFailedException($"{FileName} has no ReleaseNotes to fill in.");
        if (notes.Contains("\n'@", StringComparison.Ordinal))
            throw new CommandFailedException("The release notes have a line that begins with '@, which would end them in the manifest.");
        var text = string.Concat(_text.AsSpan(0, place.Index), $"ReleaseNotes = @'\n{notes}\n'@", _text.AsSpan(place.Index + place.Length));
        return Encoding.UTF8.GetBytes(text);
    }

    private List<string> List(string key)
    {
        var list = Regex.Match(_text, $@"^\s*{key}\s*=\s*@\(((?:[^')]|'(?:[^']|'')*')*)\)", RegexOptions.Multiline);
        return list.Success ? [.. Quoted().Matches(list.Groups[1].Value).Select(match => Unquote(match.Groups[1].Value))]
            : throw new CommandFailedException($"{FileName} has no list {key}.");
    }

    private static string Unquote(string quoted) => quoted.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bReleaseNotes\s*=\s*(?:@'\n.*?\n'@|'(?:[^']|'')*')", RegexOptions.Singleline)]
    private static partial Regex ReleaseNotes();
}
