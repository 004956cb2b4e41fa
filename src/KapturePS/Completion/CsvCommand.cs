using System.Globalization;
using System.Management.Automation.Language;
using System.Text;

namespace KapturePS;

/// <summary>An Import-Csv in a script: which columns it will give.</summary>
internal sealed class CsvCommand(CommandAst command)
{
    private readonly ConstantArguments _arguments = new(command);

    /// <summary>The columns; none where the command does not write its file out, or there is no such file at hand.</summary>
    public IReadOnlyList<string> ReadColumns(EngineAccess engine)
    {
        if (_arguments.Has("Header"))
            return _arguments.TextsOf("Header");
        var paths = _arguments.TextsOf(_arguments.Has("LiteralPath") ? "LiteralPath" : "Path");
        if (paths.Count == 0 || Delimiter() is not { } delimiter)
            return [];
        using var file = engine.Open(paths[0]);
        if (file is null)
            return [];
        using var reader = new StreamReader(file, FindEncoding(), detectEncodingFromByteOrderMarks: true);
        return CsvHeader.Read(reader, delimiter);
    }

    private char? Delimiter()
    {
        if (_arguments.Has("UseCulture"))
            return CultureInfo.CurrentCulture.TextInfo.ListSeparator[0];
        if (!_arguments.Has("Delimiter"))
            return ',';
        return _arguments.TextOf("Delimiter") is { Length: 1 } text ? text[0] : null;
    }

    private Encoding FindEncoding()
    {
        var name = _arguments.TextOf("Encoding") ?? string.Empty;
        try
        {
            return name.ToUpperInvariant() switch
            {
                "" or "UTF8" or "UTF8BOM" or "UTF8NOBOM" or "UTF7" => Encoding.UTF8,
                "UNICODE" => Encoding.Unicode,
                "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
                "UTF32" => Encoding.UTF32,
                "BIGENDIANUTF32" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
                "DEFAULT" => Encoding.Default,
                "ANSI" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.ANSICodePage),
                "OEM" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.OEMCodePage),
                _ => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Encoding.GetEncoding(page) : Encoding.GetEncoding(name),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Import-Csv will say so; the names of most columns are the same in all.
            return Encoding.UTF8;
        }
    }
}
